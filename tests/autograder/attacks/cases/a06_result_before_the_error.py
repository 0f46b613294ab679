"""A6. Publishes a result before each cell, to be the first output; mean must fail."""

MEAN = """
ip = get_ipython()
def first(*_):
    kernel = getattr(ip, "kernel", None)
    if kernel is None:
        ip.displayhook(2.0)
        return
    content = {"execution_count": 1, "data": {"text/plain": "2.0"}, "metadata": {}}
    kernel.session.send(
        kernel.iopub_socket, "execute_result", content,
        parent=kernel.get_parent("shell"), ident=b"execute_result",
    )
ip.events.register("pre_run_cell", first)
def mean(values): return -1.0
"""
