"""The trail: events sorted once by customer and order, kept as memory-mapped arrays, asked in one pass.

It holds arrays and knows no question; kernels over them stand with the questions (`footpath.mining`).
"""
