"""Pages. Scripts in a written answer: tags, links, pictures; none reaches a page."""

EXPECTED = {"essay": "waiting"}
ESSAY = """
<script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload=alert(1)>
[click](javascript:alert(1)) [more](  JaVaScRiPt:alert(1)) ![x](http://evil.example/p)
<a href="data:text/html,<script>alert(1)</script>">x</a> [d](data:text/html;base64,PHM+)
<form action="/hub/api/users"><input name=admin></form><base href="//evil.example">
<style>@import url(//evil.example)</style><math><mtext></form><form><mglyph><style>
&lt;script&gt;alert(1)&lt;/script&gt; `</code><script>alert(1)</script>`
"""
