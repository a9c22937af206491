"""One model on many processes: each kind of parallelism is a pass over the finished `Transformer`."""
