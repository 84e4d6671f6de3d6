import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { definitionsOf, requiredOf, withoutNull } from './to-json-schema.mjs';

const isSwagger = (document) => document?.swagger === '2.0' && document.paths !== undefined;

/** The Swagger files of a release that lie in a folder. */
/** @throws where there is none */
export function readRelease(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const documents = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))).filter(isSwagger);
  if (documents.length === 0) throw new Error(`${folder} holds no Swagger 2.0 file.`);
  return new Release(documents);
}

/** What a release says that its calls answer with. */
class Release {
  #calls;
  /** Of all files; one that stands in several is the same in each. */
  definitions;

  constructor(documents) {
    this.definitions = Object.assign({}, ...documents.map((swagger) => swagger.definitions));
    this.#calls = documents.flatMap((swagger) => {
      const ajv = new Ajv({ allErrors: true });
      ajv.addSchema({ $id: 'coupa', definitions: definitionsOf(swagger) });
      return Object.entries(swagger.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { responses }]) => ({ swagger, ajv, path, method, responses })),
      );
    });
  }

  /** The object that an answer should be, and what is wrong with it, each in one line. */
  check({ method, path, status, json }) {
    const [bare, query = ''] = path.split('?');
    const call = this.#calls.find((one) => one.method === method.toLowerCase() && fits(one.path, bare));
    if (!call) return { object: '', problems: [`The release knows no ${method} ${bare}`] };
    const answer = call.responses[status];
    if (answer?.schema === undefined) return { object: '', problems: [`The release answers nothing with ${status}`] };
    const isPartial = query.includes('fields=');
    // For a change the release gives the definition under `items` without saying that it is a list: it is none.
    const object = /[^/]+$/.exec(answer.schema.$ref ?? answer.schema.items.$ref)[0];
    const isList = answer.schema.type === 'array';
    const one = {
      type: 'object',
      $ref: `coupa#/definitions/${object}`,
      ...(isPartial ? {} : { required: requiredOf(call.swagger, object) }),
    };
    const validate = call.ajv.compile(isList ? { type: 'array', minItems: 1, items: one } : one);
    if (validate(withoutNull(json))) return { object, problems: [] };
    return { object, problems: validate.errors.map(inWords) };
  }
}

function fits(template, path) {
  const parts = template.split('/');
  const given = path.split('/');
  return parts.length === given.length && parts.every((part, at) => part === given[at] || isIdOf(part, given[at]));
}

const isIdOf = (part, text) => part.startsWith('{') && /^\d+$/.test(text);

function inWords({ instancePath, message, params }) {
  const detail = params.additionalProperty ?? params.allowedValues?.join(', ') ?? '';
  return `${instancePath || '/'} ${message}${detail === '' ? '' : ` (${detail})`}`;
}
