/** What Coupa keeps of nearly every object. */
export const trail = {
  id: 'integer',
  'created-at': 'time',
  'updated-at': 'time',
  'created-by': 'object user',
  'updated-by': 'object user',
};
