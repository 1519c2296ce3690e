"""What kernels over a trail share: blocks of customers on several threads, exact quantiles, groups and folding."""
