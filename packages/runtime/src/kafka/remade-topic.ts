/** A topic that was deleted and made anew under its name since this app last read it. */
export interface RemadeTopic {
  readonly topic: string;
  readonly noticedAt: string;
}

/** As an operator reads it. */
export const describeRemadeTopic = ({ topic, noticedAt }: RemadeTopic): string =>
  `${topic} was deleted and made anew (noticed at ${noticedAt}). It is read from its beginning; what the old one held and this ` +
  'app had not read is gone. Compare the documents that changed in that time, and have them fetched or decided again with ' +
  '`sluice records fetch` or `sluice records retry`';
