// Serves one empty bucket, "pictures", on a free loopback port, prints its address as one line of
// JSON, and ends when its standard input does, so that no test leaves it behind. s3rver keeps the
// files; it does not look at signatures of version 4, so that AWS's own library does before it.
// Any page may put files there, as the rule of docs/pictures.md lets one's own.
import { createHash, timingSafeEqual } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import S3rver from "s3rver";

const credentials = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
const aws = new SignatureV4({ service: "s3", region: "us-east-1", credentials, sha256: Sha256, uriEscapePath: false });

/** signed recomputes what a request is signed with; "" when it is right, else why it is not. */
async function signed(req, url, body) {
  const auth = Object.fromEntries([...(req.headers.authorization ?? "").matchAll(/(Credential|SignedHeaders|Signature)=([^,\s]+)/g)].map((m) => [m[1], m[2]]));
  const query = Object.fromEntries(url.searchParams);
  const inQuery = "X-Amz-Signature" in query;
  const { "X-Amz-Signature": theirs = auth.Signature, ...rest } = query;
  if (!theirs) return "AccessDenied";
  const names = (query["X-Amz-SignedHeaders"] ?? auth.SignedHeaders).split(";");
  const [key, day, region, service] = (query["X-Amz-Credential"] ?? auth.Credential).split("/");
  const at = query["X-Amz-Date"] ?? req.headers["x-amz-date"];
  const iso = at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const age = (Date.now() - Date.parse(iso)) / 1000;
  if (key !== credentials.accessKeyId || !names.includes("host") || age < -900 || age > Number(query["X-Amz-Expires"] ?? 900)) return "AccessDenied";
  const hash = inQuery ? "UNSIGNED-PAYLOAD" : req.headers["x-amz-content-sha256"];
  if (!inQuery && hash !== createHash("sha256").update(body).digest("hex")) return "XAmzContentSHA256Mismatch";
  const headers = Object.fromEntries(names.map((name) => [name, req.headers[name] ?? ""]));
  const request = { method: req.method, protocol: url.protocol, hostname: url.hostname, path: url.pathname, query: rest, headers };
  const canonical = aws.createCanonicalRequest(request, headers, hash);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const ours = await aws.getSignature(at, scope, aws.getSigningKey(credentials, region, at.slice(0, 8), "s3"), canonical);
  return ours.length === theirs.length && timingSafeEqual(Buffer.from(ours), Buffer.from(theirs)) ? "" : "SignatureDoesNotMatch";
}

const directory = mkdtempSync(join(tmpdir(), "prilavok-s3-"));
const cors = `<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod>
  <AllowedHeader>content-type</AllowedHeader></CORSRule></CORSConfiguration>`;
const files = new S3rver({ address: "127.0.0.1", port: 0, silent: true, directory, vhostBuckets: false, configureBuckets: [{ name: "pictures", configs: [cors] }] });
const { port } = await files.run();

const server = createServer(async (req, res) => {
  const url = new URL(req.url, `http://${req.headers.host}`);
  const parts = [];
  for await (const part of req) parts.push(part);
  const body = Buffer.concat(parts);
  const open = req.method === "OPTIONS" || (req.method === "GET" && !req.headers.authorization && !url.searchParams.has("X-Amz-Signature"));
  const why = open ? "" : await signed(req, url, body).catch((e) => String(e));
  const cross = req.headers.origin ? { "access-control-allow-origin": "*" } : {};
  if (why) return res.writeHead(403, cross).end(`<?xml version="1.0"?><Error><Code>${why}</Code></Error>`);
  const { host, connection, ...headers } = req.headers;
  const answer = await fetch(`http://127.0.0.1:${port}${url.pathname}${req.method === "OPTIONS" ? "" : url.search}`, {
    method: req.method, headers: { ...headers, "access-control-request-method": headers["access-control-request-method"] ?? "" }, body: body.length ? body : undefined,
  });
  res.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...cross }).end(Buffer.from(await answer.arrayBuffer()));
});
server.listen(0, "127.0.0.1", () => process.stdout.write(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }) + "\n"));
process.stdin.resume();
process.stdin.on("end", () => {
  rmSync(directory, { recursive: true, force: true });
  process.exit(0);
});
