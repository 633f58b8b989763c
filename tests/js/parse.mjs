// Reads RDF with N3.js and writes it as N-Quads: node parse.mjs FORMAT < in > out
import { Parser, Writer } from "n3";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const quads = new Parser({ format: process.argv[2] }).parse(Buffer.concat(chunks).toString("utf8"));
const writer = new Writer({ format: "N-Quads" });
writer.addQuads(quads);
writer.end((error, result) => {
  if (error) throw error;
  process.stdout.write(result);
});
