"""The smallest complete study, and for each block an addition to it that shows its keys.

The documentation of the keys prints them; a test adds each to the smallest study and reads the whole.
"""

import study.columns
import study.config
import study.curve
import study.dynamic
import study.efficiency
import study.entries
import study.examined
import study.figures
import study.fitted
import study.honest
import study.instrumented
import study.matched
import study.matrices
import study.neighbours
import study.panel
import study.permuted
import study.policies
import study.published
import study.refits
import study.scored
import study.spatial
import study.staggered
import study.tables
from core.blocks import Block
from study.study import Inference, Study

SMALLEST = """\
title: Irrigation zones and the efficiency of fields
description: Did the zones raise the efficiency with which fields turn land and labour into grain?
unit: {key: field}
years: [2010, 2019]
panel:
  sources:
    - path: raw/fields.csv
      columns: {land: {}, labour: {}, grain: {}, rain: {}}
efficiency: {inputs: [land, labour], desirable: [grain]}
policies:
  zone: {roster: raw/zones.csv, unit: field, year: since}
tables:
  baseline:
    title: Irrigation zones and efficiency
    columns:
      zone: score ~ zone | unit + year
      rain: score ~ zone + rain | unit + year
"""
SMALLEST_CONFIG = """\
studies: [fields]
seed: 20240917
"""
BORDERS = """\
matrices:
  borders: {kind: contiguity, shapes: raw/fields.geojson, key: field}
"""
SPATIAL = f"""\
{BORDERS}\
tables:
  spillovers:
    title: Does efficiency spread?
    columns:
      lag: {{estimator: sar, matrix: borders, formula: score ~ zone + rain | unit + year}}
"""
DYNAMICS = """\
tables:
  dynamics:
    title: Effects by years since the zone
    columns:
      score: {estimator: event_study, formula: score ~ zone + rain | unit + year, window: [-3, 4], base: -1}
"""
HONEST = f"""\
{DYNAMICS}\
  departures:
    kind: honest
    title: Effects that survive departures from parallel trends
    of: [dynamics.score]
    restriction: magnitudes
    bounds: [0, 0.5, 1]
"""
MATCHED = """\
tables:
  matched:
    title: Zones and fields like them
    formula: score ~ zone | unit + year
    columns:
      radius: {estimator: matching, method: radius, caliper: 0.1, on: rain + labour, rows: yearly}
      kernel: {estimator: matching, method: kernel, bandwidth: 0.08, on: rain + labour, use: weights}
      nearest: {estimator: matching, method: nearest, neighbours: 2, on: rain + labour}
  balance: {kind: balance, title: Balance, of: [matched.radius, matched.kernel]}
"""
INSTRUMENTS = """\
tables:
  instruments:
    title: Zones where it rains
    columns:
      first: {estimator: first_stage, of: instruments.second}
      second: {estimator: iv, formula: "score ~ labour | unit + year | zone ~ rain:year", cluster: unit}
"""
CHANCE = """\
placebo:
  chance: {of: baseline.zone, draws: 1000}
"""
CURVE = """\
tables:
  curve:
    kind: specifications
    title: All specifications
    formula: "{outcome} ~ zone + {controls} | unit + year"
    vary:
      outcome: {level: score, log: log(score)}
      controls: {none: null, weather: rain, all: rain + labour}
      weights: {equal: null, land: land}
      sample: {all: null, late: year >= 2013}
      cluster: {fields: unit, fields and years: [unit, year]}
"""
CHANCES = """\
panel:
  variables:
    wet: at(rain, 2010) > median_of(at(rain, 2010))
placebo:
  chance: {of: [baseline.zone, baseline.rain], draws: 1000}
  alike: {of: baseline.zone, strata: wet}
  earlier: {of: baseline.zone, design: in_time, shift: [1, 2]}
"""


def staggered(estimator: str, keys: str) -> str:
    return f"""\
tables:
  staggered:
    title: Estimators for staggered adoption
    columns:
      zone: {{estimator: {estimator}, formula: score ~ zone | unit + year, {keys}}}
"""


EXAMPLES: dict[type[Block], str] = {
    Study: SMALLEST,
    study.config.Config: SMALLEST_CONFIG,
    study.config.Placebo: "placebo: {draws: 1000, chunks: 8}\n",
    study.config.BootstrapRuns: "bootstrap: {chunks: 8}\n",
    study.panel.Unit: """\
unit:
  key: [city_code, city]
  province: province
  crosswalk: resources/cities.csv
  aliases: resources/city_aliases.csv
  changes: resources/admin_changes.csv
  boundaries: {default: follow, AC11: merge}
  members: in_286
  unknown: drop
  attributes: {municipality: is_municipality, east: region4=east, region: region4}
""",
    study.panel.Panel: """\
panel:
  history: 2006
  balanced: drop_units
  variables:
    per_hectare: grain / land
    log_per_hectare: log(per_hectare)
    share: grain / sum_of(grain)
    large: at(land, 2010) > median_of(at(land, 2010))
  winsorize: {variables: [rain]}
""",
    study.panel.Source: """\
panel:
  sources:
    - path: raw/yearbook.xlsx
      sheet: Sheet1
      header_row: 2
      first_row: 4
      range: A1:H300
      year: 年份
      drop_rows: [全国, "*省"]
      missing: ["-", -999]
      columns: {sunshine: {header: 日照时数}}
    - path: raw/vendor.xlsx
      ignore_beside: true
      columns: {wind: {}}
    - path: raw/stations.csv
      encoding: cp1252
      delimiter: semicolon
      decimal: ","
      columns: {frost: {}}
""",
    study.panel.RawColumn: """\
panel:
  sources:
    - path: raw/money.csv
      columns:
        income: {header: [income, 收入], unit: 元, convert_to: 万元, range: [0, 1000]}
""",
    study.panel.Interpolate: "panel:\n  interpolate: {variables: [rain], max_gap: 2, scale: log}\n",
    study.panel.Winsorize: "panel:\n  winsorize: {variables: [rain], quantiles: [0.01, 0.99], by: year}\n",
    study.efficiency.Efficiency: """\
panel:
  variables: {runoff: rain * land}
efficiency:
  inputs: [land, labour]
  desirable: [grain]
  undesirable: [runoff]
  returns_to_scale: vrs
  frontier: global
  productivity: [gml, malmquist]
""",
    study.efficiency.Score: """\
efficiency:
  scores:
    own: {}
    untouched: {reference: not zone}
    lately: {frontier: window, window: 3}
    without_labour: {inputs: [land]}
tables:
  frontiers:
    title: The zones against all fields, and against those without
    columns:
      own: score ~ zone | unit + year
      untouched: untouched ~ zone | unit + year
""",
    study.efficiency.Bootstrap: "efficiency:\n  bootstrap: {replications: 200}\n",
    study.policies.Policy: """\
panel:
  variables: {subsidised: rain < 20}
policies:
  zone: {roster: raw/zones.csv, unit: field, year: since, always_treated: drop_units}
  lender: {roster: raw/pilots.csv, unit: field, year: since, where: "policy == 'credit' and since > 2012"}
  subsidy: {variable: subsidised}
  early: {like: zone, shift: -2}
""",
    Inference: "inference: {cluster: unit, ssc: CR1}\n",
    study.matrices.Contiguity: """\
matrices:
  borders: {kind: contiguity, shapes: raw/fields.geojson, key: field, leave_out: [f17, f18]}
  adjacency: {kind: contiguity, pairs: raw/neighbours.csv, islands: bridge, bridges: raw/bridges.csv}
  joined: {kind: contiguity, pairs: raw/neighbours.csv, islands: nearest, points: raw/places.csv, key: field}
""",
    study.matrices.List: """\
matrices:
  rivers: {kind: list, pairs: raw/downstream.csv, islands: keep}
""",
    study.matrices.Distance: """\
matrices:
  distance: {kind: distance, points: raw/places.csv, key: field, exponent: 2, cutoff: 300}
""",
    study.matrices.Knn: """\
matrices:
  near: {kind: knn, points: raw/places.csv, key: field, neighbours: 5, symmetric: true}
""",
    study.matrices.Economic: """\
matrices:
  alike: {kind: economic, variable: rain, year: 2010, gap_floor: 0.1}
""",
    study.matrices.Product: """\
matrices:
  both: {kind: product, points: raw/places.csv, key: field, variable: rain}
""",
    study.matrices.Share: """\
matrices:
  sender: {kind: share, points: raw/places.csv, key: field, variable: land}
  receiver:
    {kind: share, points: raw/places.csv, key: field, variable: land, side: receiver, standardize: max_eigenvalue}
""",
    study.matrices.Nested: """\
matrices:
  distance: {kind: distance, points: raw/places.csv, key: field}
  alike: {kind: economic, variable: rain}
  nested: {kind: nested, of: [distance, alike], share: 0.4}
""",
    study.tables.Regression: """\
macros:
  weather: rain + labour
tables:
  robustness:
    title: Other years and other fields
    note: Fields f17 and f18 lie on islands.
    formula: score ~ zone + ..weather | unit + year
    indicate: {Weather: ..weather}
    under: [std_error, p_value]
    fitstat: [n, clusters, r2]
    columns:
      late: {sample: year > 2012, label: From 2013 on}
      mainland: {sample: "unit not in ['f17', 'f18']", label: Without islands, ssc: CR1}
      grain: {formula: grain ~ zone + ..weather | unit + year}
""",
    study.columns.Ols: """\
efficiency:
  bootstrap: {replications: 200}
tables:
  baseline:
    columns:
      grain: grain ~ zone | unit + year
      late: {formula: score ~ zone | unit + year, sample: year > 2012, also: [cr2, wild, frontier]}
      sides:
        formula: score ~ zone + zone:rain + labour | unit + year
        lincom: {Zone where it rains: zone + zone:rain}
        test: {Nothing at all: [zone, "zone:rain"]}
      wet: {formula: "log(grain) ~ zone*rain + l(labour) | unit[year] + year", cluster: [unit, year], weights: land}
""",
    study.columns.EventStudy: DYNAMICS,
    study.spatial.Sar: SPATIAL,
    study.spatial.SpatialEventStudy: f"""\
{BORDERS}\
tables:
  near:
    title: Effects of the zone on a field and on its neighbours, by years since it began
    columns:
      score: {{estimator: spatial_event_study, matrix: borders, formula: score ~ zone | unit + year, window: [-3, 4]}}
""",
    study.spatial.Sem: f"""\
{BORDERS}\
tables:
  shocks:
    title: Do shocks spread?
    columns:
      errors: {{estimator: sem, matrix: borders, se: hessian, correction: none, formula: score ~ zone | unit + year}}
""",
    study.spatial.Lagged: f"""\
{BORDERS}\
tables:
  beyond:
    title: Do zones reach beyond their borders?
    matrix: borders
    indicate: {{Rain: rain, Rain of neighbours: "W:rain"}}
    columns:
      alone: {{estimator: slx, formula: score ~ zone + rain | unit + year}}
      durbin: {{estimator: sdm, formula: score ~ zone + rain | unit + year, lags: zone}}
      errors: {{estimator: sdem, formula: "score ~ zone + rain + W:zone | unit + year"}}
""",
    study.tables.Descriptives: """\
tables:
  descriptives:
    kind: descriptives
    title: Descriptive statistics
    of: {Results: [score, grain], Inputs: land + labour}
    by: zone
    statistics: [n, mean, sd]
""",
    study.scored.Indicators: "tables:\n  made_of: {kind: indicators, title: Inputs and outputs of the score}\n",
    study.scored.Sensitivity: """\
efficiency:
  scores: {own: {}, vrs: {returns_to_scale: vrs}}
tables:
  variants: {kind: sensitivity, title: The score under other specifications}
""",
    study.scored.Productivity: "tables:\n  growth: {kind: productivity, title: Change of productivity, index: gml}\n",
    study.scored.GroupMeans: "tables:\n  zones: {kind: group_means, title: Mean efficiency by zone, by: zone}\n",
    study.scored.Means: """\
tables:
  by_zone: {kind: means, title: Fields with and without a zone, of: score + grain, by: zone, years: [2010, 2019]}
""",
    study.entries.Cuts: """\
tables:
  classes:
    kind: means
    title: Fields by class of the score
    of: score
    by: {cuts: [0.5, 1], names: [far below the frontier, below it, efficient]}
    years: [2010, 2019]
    statistics: n
""",
    study.scored.Ranking: """\
tables:
  ranking: {kind: ranking, title: First and last fields, of: score, years: [2010, 2019], top: 5, intervals: true}
efficiency: {bootstrap: {replications: 500}}
""",
    study.scored.Dagum: """\
tables:
  inequality: {kind: dagum, title: Inequality of efficiency, of: score, by: zone, years: [2010, 2015, 2019]}
""",
    study.scored.Convergence: """\
tables:
  spread: {kind: convergence, title: "Do fields become alike?", measure: sigma}
  catching_up: {kind: convergence, title: "Do those behind catch up?", of: score, interval: 2, controls: rain + labour}
""",
    study.scored.Transitions: """\
tables:
  mobility: {kind: transitions, title: From class to class, of: score, classes: {cuts: [0.5, 0.8, 1]}}
""",
    study.scored.Slacks: """\
tables:
  obstacles: {kind: slacks, title: What holds efficiency down, by: zone}
""",
    study.scored.Targets: """\
tables:
  goals: {kind: targets, title: What field f03 could do, unit: f03, years: [2010, 2019]}
""",
    study.scored.TechnologyGap: """\
efficiency:
  scores: {all: {}, own_side: {group: zone}}
tables:
  gaps: {kind: technology_gap, title: Technology gaps inside and outside the zones, of: own_side}
""",
    study.scored.Scale: """\
efficiency:
  scores: {constant: {}, pure: {returns_to_scale: vrs}}
tables:
  scale: {kind: scale, title: Pure technical and scale efficiency, vrs: pure}
""",
    study.dynamic.Gmm: """\
tables:
  dynamic:
    title: Efficiency that follows itself
    columns:
      zone:
        estimator: gmm
        formula: score ~ lag(score) + zone + rain | unit + year
        instruments: {score: [2, 4]}
        system: true
""",
    study.matched.Matching: MATCHED,
    study.matched.Balance: MATCHED,
    study.figures.BalanceFigure: f"""\
{MATCHED}\
figures:
  love: {{kind: balance, of: balance, caption: Standardised differences before and after matching.}}
""",
    study.instrumented.Iv: INSTRUMENTS,
    study.instrumented.FirstStage: INSTRUMENTS,
    study.staggered.CallawaySantanna: staggered(
        "callaway_santanna", "control: not_yet, base: universal, method: weighting, aggregate: event, window: [-3, 4]"
    ),
    study.staggered.SunAbraham: staggered("sun_abraham", "aggregate: event, window: [-3, 4]"),
    study.staggered.Imputation: staggered("imputation", "aggregate: cohort"),
    study.staggered.Stacked: staggered("stacked", "window: [-3, 2], control: never, weighted: false"),
    study.refits.Mediation: """\
tables:
  channels:
    title: Labour as a channel
    columns:
      labour: labour ~ zone + rain | unit + year
      score: score ~ zone + labour + rain | unit + year
  mediation: {kind: mediation, title: What goes through labour, of: {labour: [channels.labour, channels.score]}}
""",
    study.refits.Jackknife: """\
tables:
  each: {kind: jackknife, title: Each field left out, of: baseline.zone}
""",
    study.refits.Cohorts: """\
tables:
  cohorts: {kind: cohorts, title: Fields by the first year of their zone, of: zone}
""",
    study.figures.JackknifeFigure: """\
tables:
  each: {kind: jackknife, title: Each field left out, of: baseline.zone}
figures:
  each_drawn: {kind: jackknife, of: each, caption: The estimate without each field.}
""",
    study.figures.Rollout: """\
figures:
  spread_of_zones: {kind: rollout, of: zone, caption: Fields by the first year of their zone.}
""",
    study.figures.Coefficients: """\
figures:
  columns: {kind: coefficients, of: [baseline.zone, baseline.rain], terms: zone, caption: Effects of the zones.}
""",
    study.staggered.Bacon: """\
tables:
  comparisons: {kind: bacon, title: Which comparisons the estimate averages, of: baseline.zone}
""",
    study.honest.Honest: HONEST,
    study.figures.HonestFigure: f"""\
{HONEST}\
figures:
  survive: {{kind: honest, of: departures, caption: Effects as trends may depart from parallel.}}
""",
    study.examined.TwfeWeights: """\
tables:
  shares: {kind: twfe_weights, title: Which fields and years the estimate weighs, of: baseline.zone}
""",
    study.examined.SpatialInference: """\
panel:
  variables: {wet: rain > 20}
tables:
  near:
    kind: spatial_inference
    title: Is the error that of independent fields?
    of: [baseline.zone, baseline.rain]
    clusters: wet
    cutoffs: [1, 2]
    kernel: bartlett
    lags: 4
    rings: [0.5, 2]
    points: raw/places.csv
    key: field
""",
    study.tables.Moran: f"""\
{BORDERS}\
tables:
  moran: {{kind: moran, title: Moran's I by year, of: score + grain, matrices: borders, years: [2010, 2019]}}
""",
    study.spatial.Impacts: f"""\
{SPATIAL}\
  effects: {{kind: impacts, title: Direct and indirect effects, of: spillovers.lag, terms: zone}}
""",
    study.figures.ImpactsFigure: f"""\
{SPATIAL}\
  effects: {{kind: impacts, title: Direct and indirect effects, of: spillovers.lag}}
figures:
  forest: {{kind: impacts, of: effects, caption: Direct and indirect effects}}
""",
    study.spatial.UnitImpacts: f"""\
{SPATIAL}\
  fields: {{kind: unit_impacts, title: Effects of each field, of: spillovers.lag, terms: zone}}
""",
    study.spatial.Selection: f"""\
{BORDERS}\
tables:
  chosen: {{kind: selection, title: Spatial models compared, of: baseline.rain, matrices: borders}}
""",
    study.permuted.Placebos: f"""\
{CHANCES}\
tables:
  chances: {{kind: placebo, title: Placebo tests, of: [chance, alike, earlier]}}
""",
    study.published.Published: """\
tables:
  published:
    kind: published
    title: Estimates beside those of a paper
    values: raw/published.yaml
    match:
      T2: {table: baseline, columns: {1: zone, 2: rain}, rows: {ZONE: zone, RAIN: rain}}
""",
    study.published.Match: """\
tables:
  published:
    kind: published
    title: Estimates beside those of a paper
    values: raw/published.yaml
    match: {Table 2: {table: baseline, columns: {(1): zone, (2): rain}}}
""",
    study.permuted.Power: f"""\
{CHANCE}\
tables:
  found: {{kind: power, title: Effects that could have been found, of: chance}}
""",
    study.fitted.Split: """\
panel:
  variables: {large: "at(land, 2010) > median_of(at(land, 2010))"}
tables:
  sizes: {kind: split, title: Effects on small and large fields, of: baseline.rain, by: large}
""",
    study.curve.Specifications: CURVE,
    study.figures.SpecificationCurve: f"""\
{CURVE}\
figures:
  every: {{kind: specification_curve, of: curve, caption: "All specifications, by size of the estimate."}}
""",
    study.policies.Placebo: CHANCES,
    study.figures.EventStudyFigure: f"""\
{DYNAMICS}\
figures:
  by_year: {{kind: event_study, of: dynamics.score, bands: simultaneous, caption: Effects by years since the zone.}}
""",
    study.figures.BaconFigure: """\
tables:
  comparisons: {kind: bacon, title: Which comparisons the estimate averages, of: baseline.zone}
figures:
  weights: {kind: bacon, of: comparisons, caption: Weight and estimate of each comparison.}
""",
    study.figures.PlaceboFigure: f"""\
{CHANCE}\
figures:
  density: {{kind: placebo, of: chance, caption: Effects of zones that are drawn at random.}}
""",
    study.figures.Trend: """\
figures:
  trend: {kind: trend, of: score, by: zone, total: true, statistic: median, caption: Median efficiency.}
""",
    study.figures.Density: """\
figures:
  spread: {kind: density, of: score, years: [2010, 2015, 2019], caption: Distribution of efficiency.}
""",
    study.figures.Map: f"""\
{BORDERS}\
figures:
  map: {{kind: map, of: score, years: [2010, 2019], shapes: raw/fields.geojson, key: field, caption: Efficiency.}}
  zones:
    kind: map
    of: zone
    classes: cohorts
    shapes: raw/fields.geojson
    key: field
    outline: raw/country.geojson
    lines: raw/shore.geojson
    box: [-5.5, 49.9, 2, 56]
    inset: [-8, 56, 0, 61]
    title: false
    caption: First years.
  clusters:
    {{kind: map, of: score, classes: lisa, matrix: borders, shapes: raw/fields.geojson, key: field, caption: Clusters.}}
""",
    study.figures.MoranScatter: f"""\
{BORDERS}\
figures:
  scatter: {{kind: moran_scatter, of: score, matrix: borders, years: [2010, 2019], caption: Fields and neighbours.}}
""",
    study.neighbours.Matrices: f"""\
{BORDERS}\
tables:
  weights: {{kind: matrices, title: The matrices, of: borders}}
""",
}
