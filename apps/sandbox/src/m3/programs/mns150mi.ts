import { mns150mi as fields } from '../fields/mns150mi.js';
import { Nok } from '../nok.js';
import { defineProgram } from '../program.js';

export const mns150mi = defineProgram({ name: 'MNS150MI', description: 'Api: User' }, fields, {
  GetUserData: (call, m3) => {
    const user = m3.master.user();
    const asked = call.record['USID'];
    if (asked !== undefined && asked !== user.USID) {
      throw new Nok({ code: 'WUS0503', field: 'USID', text: `User ${asked} does not exist` });
    }
    return [user];
  },
});
