from yearbooks import shipped

from demo.resources import printed_rows


def test_rows_of_the_published_table_are_those_that_the_settings_name():
    settings, facts = shipped("aipz")
    assert list(facts.printed) == settings.fitted and facts.printed["ECO"][:2] == (10.9347, 0.5236)
    entries = [
        {"table": settings.printed, "row": row, "stat": statistic, "value": str(value)}
        for row in settings.fitted
        for value, statistic in enumerate(("mean", "sd", "min", "max"))
    ]
    assert printed_rows(entries, settings) == dict.fromkeys(settings.fitted, (0.0, 1.0, 2.0, 3.0))


def test_codes_of_cities_stay_text():
    _, facts = shipped("yreb")
    assert facts.names["110000"] == "北京市" and all(len(code) == 6 for code in facts.names)
