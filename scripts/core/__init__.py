"""What every stage stands on. A job lives for seconds, and a tenth of its imports went to the cyclic collector."""

import gc

gc.set_threshold(400_000)  # new objects: more than statsmodels or spreg make, fewer than a plan of many studies
