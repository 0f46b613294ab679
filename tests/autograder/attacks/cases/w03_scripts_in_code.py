"""Pages. Code whose text breaks out of its own colouring; none runs, mean must fail."""

MEAN = """
# </pre></div></code><script>alert(1)</script><img src=x onerror=alert(1)>
'''--><svg/onload=alert(1)>{{ 7*7 }}{% raw %}{{ resources }}'''
def mean(values): return "</pre><script>alert(1)</script>"
mean
"""
