import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { CoupaRefusal } from '../coupa/coupa-refusal.js';
import { json, type Answer } from '../http/answer.js';
import { Exchange } from '../http/exchange.js';
import { isObject, type JsonObject } from '../json.js';

/** An admin call that asks for something that is not there or not possible. */
export class AdminRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'AdminRefusal';
  }
}

export interface AdminCall {
  readonly query: URLSearchParams;
  /** The address by which the caller came, without a path. */
  readonly origin: string;
  /** The body, an empty object if there is none. */
  readonly body: unknown;
}

function readBody(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AdminRefusal(400, 'The body is no JSON.');
  }
}

function refusalOf(error: unknown): Answer {
  if (error instanceof CoupaRefusal) return error.toAnswer();
  if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) });
  if (error instanceof AdminRefusal) return json(error.status, { error: error.message });
  throw error;
}

/** Runs an admin call: what its handler throws as a refusal becomes the answer. */
export async function answerAdmin(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (call: AdminCall) => Answer | Promise<Answer>,
): Promise<void> {
  const exchange = await Exchange.read(request, response);
  try {
    const call = {
      query: new URLSearchParams(exchange.query),
      origin: exchange.origin,
      body: readBody(exchange.body),
    };
    exchange.send(await handle(call));
  } catch (error) {
    exchange.send(refusalOf(error));
  }
}

/** An id in a path. */
export function readId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new AdminRefusal(404, `There is nothing with the id ${text}.`);
  return Number(text);
}

/** A body of which only the names given are to be changed. */
export function readObject(body: unknown): JsonObject {
  if (!isObject(body)) throw new AdminRefusal(400, 'The body must be one object.');
  return body;
}
