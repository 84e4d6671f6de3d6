import { Nok } from '../nok.js';
import { defineProgram } from '../program.js';

export const mns150mi = defineProgram('MNS150MI', {
  GetUserData: (call, m3) => {
    const user = m3.master.user();
    const asked = call.record['USID'];
    if (asked !== undefined && asked !== user.USID) {
      throw new Nok({ code: 'WUS0503', field: 'USID', text: `User ${asked} does not exist` });
    }
    return [user];
  },
});
