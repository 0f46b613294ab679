// Loaded into configurable-http-proxy before it starts (node --require): an address
// that cannot be decoded is answered with a sentence and 400. Without it the proxy's
// decodeURIComponent throws, and the reader gets its page for 500.
// What is refused is the same as in hub/http_server.py.

"use strict";

const http = require("http");
const https = require("https");

const FR =
  "Cette adresse n’est pas du texte lisible (UTF-8, sans caractère nul). Repartez de " +
  "l’accueil : rien n’a été fait.";
const EN =
  "This address is not readable text (UTF-8, without a null character). Start again " +
  "from the home page: nothing was done.";

function isText(target) {
  try {
    const [path, ...query] = target.split("?");
    // eslint-disable-next-line no-control-regex
    const isPlain = !/[\x00-\x1f\x7f]/.test(decodeURIComponent(path));
    // A lone % in a query is for whoever reads the query.
    const asked = query.join("?").replace(/%(?![0-9A-Fa-f]{2})/g, "%25");
    return isPlain && !decodeURIComponent(asked).includes("\0");
  } catch {
    return false;
  }
}

function answerOf(wantsPage) {
  if (wantsPage) {
    return [
      "text/html; charset=utf-8",
      '<!doctype html><html lang="fr"><meta charset="utf-8"><title>400</title>' +
        `<p>${FR}</p><p lang="en">${EN}</p>` +
        '<p><a href="/">Accueil / Home</a></p></html>',
    ];
  }
  const said = { ok: false, error: FR, fr: FR, en: EN, status: 400 };
  return ["application/json; charset=utf-8", JSON.stringify(said)];
}

function refuse(request, response) {
  const [kind, body] = answerOf((request.headers.accept || "").includes("text/html"));
  response.writeHead(400, {
    "Content-Type": kind,
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    Connection: "close",
  });
  response.end(body);
}

// What Node itself cannot read as HTTP.
function refuseBytes(error, socket) {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [kind, body] = answerOf(false);
  const length = Buffer.byteLength(body);
  socket.end(
    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n" +
      `Content-Type: ${kind}\r\nContent-Length: ${length}\r\n\r\n${body}`,
  );
}

for (const kind of [http, https]) {
  const create = kind.createServer;
  kind.createServer = (...given) => {
    const server = create(...given);
    const emit = server.emit;
    server.emit = function (event, request, end, ...rest) {
      if (!["request", "upgrade"].includes(event) || isText(request.url)) {
        return emit.call(this, event, request, end, ...rest);
      }
      if (event === "request") refuse(request, end);
      else refuseBytes({}, end);
      return true;
    };
    server.on("clientError", refuseBytes);
    return server;
  };
}
