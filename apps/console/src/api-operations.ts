import { documentTypes, fetchedTypes } from '@sluice/shared/document-types';
import type { z } from 'zod';
import {
  ApprovalsAnswer,
  AskedAnswer,
  HistoryAnswer,
  MappingRemovedAnswer,
  MappingsAnswer,
  MappingsPutAnswer,
  MissingAnswer,
  ProgressAnswer,
  RecordAnswer,
  RecordPageAnswer,
  VerifyAnswer,
} from './api-answer.js';
import {
  Answer,
  HistoryFilter,
  Ignore,
  MappingFilter,
  MappingRemoval,
  MappingsToPut,
  ProgressFilter,
  RecordFilter,
  Settle,
  VerifyFilter,
} from './api-input.js';

/** Such as `purchase order or supplier`. */
const fetchedLabels = fetchedTypes.map((type) => documentTypes[type].label[0]).join(' or ');

/** What a program may ask of the API, and what it is answered. */
export interface Operation {
  readonly method: 'get' | 'put' | 'post' | 'delete';
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly status: 200 | 202;
  readonly answer: z.ZodType;
}

/** The path of one document, with which those of its operations begin. */
export const document = '/api/records/{type}/{id}';
/** The path of one row of a mapping table. */
export const mapping = '/api/mappings/{table}/{key}';

export const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/records',
    id: 'listRecords',
    summary: 'What became of each document, last changed first',
    query: RecordFilter,
    status: 200,
    answer: RecordPageAnswer,
  },
  {
    method: 'get',
    path: document,
    id: 'showRecord',
    summary: 'One document with its destinations and its history, oldest first',
    status: 200,
    answer: RecordAnswer,
  },
  {
    method: 'post',
    path: `${document}/retry`,
    id: 'retryRecord',
    summary: 'Decide about a document again and send what is to be sent',
    status: 202,
    answer: AskedAnswer,
  },
  {
    method: 'post',
    path: `${document}/fetch`,
    id: 'fetchRecord',
    summary: `Ask Coupa for a ${fetchedLabels} as it is now, also for one that is not known here`,
    status: 202,
    answer: AskedAnswer,
  },
  {
    method: 'post',
    path: `${document}/load`,
    id: 'loadRecords',
    summary: `Ask for all that there is: with the id all, for every ${fetchedLabels} of Coupa; of a scan, for its whole list`,
    status: 202,
    answer: AskedAnswer,
  },
  {
    method: 'post',
    path: `${document}/ignore`,
    id: 'ignoreRecord',
    summary: 'Leave a document as it is',
    body: Ignore,
    status: 202,
    answer: AskedAnswer,
  },
  {
    method: 'post',
    path: `${document}/answer`,
    id: 'answerRecord',
    summary: 'Answer a question of a document, which only a person can decide',
    body: Answer,
    status: 202,
    answer: AskedAnswer,
  },
  {
    method: 'post',
    path: `${document}/settle`,
    id: 'settleRecord',
    summary: 'Say whether a step took effect whose answer was lost',
    body: Settle,
    status: 202,
    answer: AskedAnswer,
  },
  {
    method: 'get',
    path: '/api/approvals',
    id: 'listApprovals',
    summary: 'What several people must approve, each by a token of their own; the answer is given by answerRecord',
    status: 200,
    answer: ApprovalsAnswer,
  },
  {
    method: 'get',
    path: '/api/progress',
    id: 'showProgress',
    summary: 'How far all documents of a type are, and when they will be done',
    query: ProgressFilter,
    status: 200,
    answer: ProgressAnswer,
  },
  {
    method: 'get',
    path: '/api/mappings',
    id: 'listMappings',
    summary: 'The rows that turn Coupa’s words into M3’s, one entry for each version',
    query: MappingFilter,
    status: 200,
    answer: MappingsAnswer,
  },
  {
    method: 'put',
    path: '/api/mappings',
    id: 'putMappings',
    summary: 'Keep rows, all or none; says what changes and how many documents that heals',
    body: MappingsToPut,
    status: 200,
    answer: MappingsPutAnswer,
  },
  {
    method: 'get',
    path: '/api/mappings/missing',
    id: 'listMissingMappings',
    summary: 'The rows that documents wait for now, the most wanted first',
    query: MappingFilter,
    status: 200,
    answer: MissingAnswer,
  },
  {
    method: 'delete',
    path: mapping,
    id: 'removeMapping',
    summary: 'Take a row away with all its versions; documents that need it wait from then on',
    query: MappingRemoval,
    status: 200,
    answer: MappingRemovedAnswer,
  },
  {
    method: 'get',
    path: '/api/audit',
    id: 'listHistory',
    summary: 'The history of everything, newest first',
    query: HistoryFilter,
    status: 200,
    answer: HistoryAnswer,
  },
  {
    method: 'get',
    path: '/api/audit/verify',
    id: 'verifyHistory',
    summary: 'Compute the chain of hashes again: whether the history is as it was written',
    query: VerifyFilter,
    status: 200,
    answer: VerifyAnswer,
  },
];
