"""Words that raw tables use: headers of years, units and provinces, yearbook variables, totals, missing values."""

YEARS = {
    *("year", "yr", "years", "date", "time", "period", "jahr", "annee", "année", "anno", "ano", "año"),
    *("年", "年份", "年度", "时间", "统计年份", "统计年度", "数据年份", "所属年份", "会计年度"),
}
KEYS = {
    *("unit", "id", "code", "key", "city", "city_code", "citycode", "city_name", "adcode", "name", "place", "area"),
    *("state", "county", "region", "district", "country", "municipality", "province", "stadt", "kreis", "ort"),
    *("城市", "城市名称", "城市代码", "地区", "地区名称", "市", "地市", "地级市", "行政区划代码", "区划代码", "区域"),
    *("省", "省份", "省市", "县", "区县", "县市", "单位名称", "名称", "代码"),
}
TOTALS = (
    r"(全国|全省|全市|合计|总计|总和|小计|平均|均值|全国平均|.*(合计|总计|小计|平均值?)"
    r"|totals?|grand total|sum|averages?|mean|overall|national|nationwide|all( cities| units)?)"
)
NOTES = r"(注|注释|说明|备注|资料来源|数据来源|来源|notes?|sources?)\s*[:：.。].*"
MISSING = {
    *("…", "……", "...", "..", ".", "-", "--", "---", "—", "——", "–", "－", "/", "\\", "*", "x"),
    *(
        "na",
        "n/a",
        "n.a.",
        "#n/a",
        "nan",
        "null",
        "none",
        "nil",
        "missing",
        "无",
        "缺",
        "缺失",
        "不详",
        "暂无",
        "未公布",
    ),
}
CODES = (-9.0, -99.0, -999.0, -9999.0, -99999.0)  # numbers that stand for a missing value
SCOPES = {"全市": "", "市辖区": "_districts"}  # in a header, and behind the name of its variable

# Units of measurement as the words of an ASCII header name them, and as resources/units.txt does.
UNITS = {
    **{"t": "t", "kt": "kt", "10kt": "万吨", "10k_t": "万吨", "wan_t": "万吨", "ton": "t", "tons": "t", "tonnes": "t"},
    **{"kg": "kg", "mt": "Mt", "ha": "ha", "km2": "km2", "sqkm": "km2", "sq_km": "km2", "m2": "m2", "m3": "m3"},
    **{"yuan": "元", "10k_yuan": "万元", "10kyuan": "万元", "wan_yuan": "万元", "million_yuan": "百万元"},
    **{"100m_yuan": "亿元", "100_million_yuan": "亿元", "yi_yuan": "亿元", "usd": "美元", "10k_usd": "万美元"},
    **{"percent": "percent", "pct": "percent", "permille": "permille", "tce": "tce", "10k_tce": "万吨标准煤"},
    **{
        "10k_persons": "万人",
        "wan_persons": "万人",
        "persons": "人",
        "10k_kwh": "万千瓦时",
        "mwh": "MWh",
        "gwh": "GWh",
    },
}

# Headers of yearbooks without scope and unit of measurement, and English names for their variables.
VARIABLES = {
    **{"地区生产总值": "gdp", "国内生产总值": "gdp", "生产总值": "gdp", "人均地区生产总值": "gdp_per_head"},
    **{"人均生产总值": "gdp_per_head", "人均GDP": "gdp_per_head", "地区生产总值增长率": "gdp_growth"},
    **{"地区生产总值平减指数": "gdp_deflator", "地区生产总值指数": "gdp_index", "居民消费价格指数": "cpi"},
    **{"固定资产投资价格指数": "investment_deflator", "第一产业增加值": "value_added_1"},
    **{"第二产业增加值": "value_added_2", "第三产业增加值": "value_added_3", "工业增加值": "value_added_industry"},
    **{"第一产业占地区生产总值的比重": "share_1", "第二产业占地区生产总值的比重": "share_2"},
    **{"第三产业占地区生产总值的比重": "share_3", "第一产业占GDP的比重": "share_1"},
    **{"第二产业占GDP的比重": "share_2", "第三产业占GDP的比重": "share_3"},
    **{"固定资产投资": "investment", "固定资产投资总额": "investment", "全社会固定资产投资": "investment"},
    **{"固定资产投资完成额": "investment", "房地产开发投资": "real_estate_investment"},
    **{"房地产开发投资完成额": "real_estate_investment", "公共与社会事业投资": "social_investment"},
    **{"户籍人口": "population", "年末户籍人口": "population", "年末总人口": "population", "总人口": "population"},
    **{"年平均人口": "population_mean", "常住人口": "residents", "年末常住人口": "residents"},
    **{"城镇人口": "urban_population", "城镇化率": "urban_share", "人口密度": "population_density"},
    **{"人口自然增长率": "population_growth", "从业人员": "employees", "年末从业人员": "employees"},
    **{"单位从业人员": "employees", "年末单位从业人员": "employees", "年末单位从业人员数": "employees"},
    **{"第一产业从业人员": "employees_1", "第二产业从业人员": "employees_2", "第三产业从业人员": "employees_3"},
    **{"城镇登记失业人员数": "unemployed", "职工平均工资": "wage", "在岗职工平均工资": "wage"},
    **{"城镇居民人均可支配收入": "income_urban", "农村居民人均可支配收入": "income_rural"},
    **{"居民人均可支配收入": "income", "农村居民人均纯收入": "income_rural", "社会消费品零售总额": "retail_sales"},
    **{"一般公共预算收入": "revenue", "地方一般公共预算收入": "revenue", "地方财政一般预算内收入": "revenue"},
    **{"公共财政收入": "revenue", "一般公共预算支出": "expenditure", "地方一般公共预算支出": "expenditure"},
    **{"地方财政一般预算内支出": "expenditure", "公共财政支出": "expenditure"},
    **{"教育支出": "education_spending", "科学技术支出": "science_spending", "科学支出": "science_spending"},
    **{"年末金融机构各项存款余额": "deposits", "金融机构各项存款余额": "deposits"},
    **{"年末金融机构各项贷款余额": "loans", "金融机构各项贷款余额": "loans", "居民储蓄存款余额": "savings"},
    **{"城乡居民储蓄年末余额": "savings", "进出口总额": "trade", "货物进出口总额": "trade", "出口总额": "exports"},
    **{"进口总额": "imports", "当年实际使用外资金额": "fdi", "实际使用外资金额": "fdi", "实际利用外资": "fdi"},
    **{"建成区面积": "built_up", "建设用地面积": "construction_land", "城市建设用地面积": "construction_land"},
    **{"行政区域土地面积": "area", "土地面积": "area", "耕地面积": "farmland", "绿地面积": "green_area"},
    **{"建成区绿化覆盖面积": "green_area", "公园绿地面积": "park_area", "人均公园绿地面积": "park_area_per_head"},
    **{"建成区绿化覆盖率": "green_share", "全社会用电量": "electricity", "用电量": "electricity"},
    **{"工业用电量": "electricity_industry", "能源消费总量": "energy", "供水总量": "water"},
    **{"天然气供气总量": "natural_gas", "液化石油气供气总量": "lpg", "工业废水排放量": "wastewater"},
    **{"工业二氧化硫排放量": "so2", "二氧化硫排放量": "so2", "工业烟尘排放量": "soot", "工业烟粉尘排放量": "soot"},
    **{"工业烟(粉)尘排放量": "soot", "工业氮氧化物排放量": "nox", "二氧化碳排放量": "co2", "碳排放量": "co2"},
    **{"一般工业固体废物综合利用率": "solid_waste_used", "生活垃圾无害化处理率": "garbage_treated"},
    **{"污水处理厂集中处理率": "sewage_treated", "细颗粒物年平均浓度": "pm25", "普通高等学校在校学生数": "students"},
    **{"普通高等学校专任教师数": "teachers", "专利授权数": "patents", "专利授权量": "patents"},
    **{"专利申请数": "patent_applications", "发明专利授权数": "invention_patents", "绿色专利授权数": "green_patents"},
    **{"公共图书馆藏书量": "library_books", "医院床位数": "hospital_beds", "医生数": "doctors"},
    **{"执业医师数": "doctors", "道路面积": "road_area", "人均道路面积": "road_area_per_head"},
    **{"公路货运量": "freight_road", "货运量": "freight", "客运量": "passengers", "电信业务总量": "telecom"},
    **{"移动电话用户数": "mobile_phones", "国际互联网用户数": "internet", "互联网宽带接入用户数": "internet"},
    **{"规模以上工业总产值": "industrial_output", "工业总产值": "industrial_output"},
    **{"规模以上工业企业数": "industrial_firms", "降水量": "rain", "日照时数": "sunshine", "平均气温": "temperature"},
}
