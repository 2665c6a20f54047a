"""What every stage stands on. A job lives for seconds, and a tenth of its imports went to the cyclic collector."""

import gc

gc.set_threshold(200_000)  # new objects, as many as pandas and scipy make; one study plans in fewer
