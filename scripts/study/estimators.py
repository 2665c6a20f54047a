"""All estimators of columns."""

from core.blocks import union
from study.columns import EventStudy, Ols
from study.dynamic import Gmm
from study.instrumented import FirstStage, Iv
from study.matched import Matching
from study.spatial import SPATIAL
from study.staggered import STAGGERED

COLUMNS = (Ols, EventStudy, *STAGGERED, Iv, FirstStage, Matching, Gmm, *SPATIAL)
AnyColumn = union("estimator", COLUMNS, default="ols")
