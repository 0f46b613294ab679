"""A2. An AST transformer deletes asserts and calls of `expect`; mean must fail."""

MEAN = """
import ast
class Without(ast.NodeTransformer):
    def visit_Assert(self, node): return None
    def visit_Expr(self, node):
        called = getattr(getattr(node.value, "func", None), "id", "")
        return None if called == "expect" else node
ip = get_ipython()
ip.ast_transformers.append(Without())
ip.input_transformers_post.append(
    lambda lines: [line for line in lines if "assert " not in line]
)
def mean(values): return -1.0
"""
