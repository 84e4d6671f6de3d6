/** Coupa's JSON has dashes; in queries and in `fields` underscores are the rule and dashes are accepted. */
export const dashed = (name: string): string => name.replaceAll('_', '-');
