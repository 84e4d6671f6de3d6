import type { TransactionUsed } from '@sluice/shared/m3/transaction-used';

const dimensions = ['AIT1', 'AIT2', 'AIT3', 'AIT4', 'AIT5', 'AIT6', 'AIT7'];

/** What the scripts of orders need of M3. */
export const m3Transactions: readonly TransactionUsed[] = [
  { program: 'PPS370MI', transaction: 'StartEntry', inputs: ['BAOR'] },
  {
    program: 'PPS370MI',
    transaction: 'AddHead',
    inputs: 'MSGN PUNO FACI WHLO SUNO ORTY DWDT PUDT CUCD TEPY BUYE HREF YRE1 OURR'.split(' '),
  },
  {
    program: 'PPS370MI',
    transaction: 'AddAddress',
    inputs: 'MSGN PUNO POAD CONM ADR1 ADR2 ADR3 ADR4 TOWN PONO ECAR CSCD'.split(' '),
  },
  {
    program: 'PPS370MI',
    transaction: 'AddLine',
    inputs: 'MSGN PUNO PNLI LREF ITNO WHLO FACI ORQA PUUN PUPR PPUN PUCD DWDT VTCD PITD PITT SITE'.split(' '),
  },
  { program: 'PPS370MI', transaction: 'AddAccString', inputs: ['MSGN', 'PUNO', 'PNLI', ...dimensions] },
  { program: 'PPS370MI', transaction: 'AddText', inputs: ['MSGN', 'PUNO', 'PNLI', 'TXT1'] },
  { program: 'PPS370MI', transaction: 'FinishEntry', inputs: ['MSGN'] },
  { program: 'PPS370MI', transaction: 'DeleteEntry', inputs: ['MSGN'] },
  ...['GetBatchHead', 'LstBatchLine'].map((transaction) => ({
    program: 'PPS370MI',
    transaction,
    inputs: ['PUNO'],
    lostWithout: 'an order that the batch makes nothing of is told only after ten minutes, without M3’s words per line',
  })),
  {
    program: 'PPS370MI',
    transaction: 'GetMessageText',
    inputs: ['MSID', 'LNCD'],
    lostWithout: 'where M3 answers the id of a message alone, its words are not shown',
  },
  { program: 'PPS001MI', transaction: 'GetHeadBasic', inputs: ['PUNO'] },
  { program: 'PPS200MI', transaction: 'LstLine', inputs: ['PUNO'] },
  {
    program: 'PPS200MI',
    transaction: 'GetLine',
    inputs: ['PUNO', 'PNLI'],
    lostWithout: 'an order of which M3 lists only the first lines cannot be compared to its end',
  },
  { program: 'PPS200MI', transaction: 'SearchHead', inputs: ['SQRY'] },
  { program: 'PPS200MI', transaction: 'GetHead', inputs: ['PUNO'] },
  { program: 'MMS200MI', transaction: 'Get', inputs: ['ITNO'] },
  { program: 'MMS200MI', transaction: 'GetItmWhsBasic', inputs: ['WHLO', 'ITNO'] },
  { program: 'CRS630MI', transaction: 'GetAccountID', inputs: ['AITP', 'AITM', 'DIVI'] },
  {
    program: 'MRS001MI',
    transaction: 'LstFields',
    inputs: ['MINM', 'TRNM', 'TRTP'],
    lostWithout: 'the lengths of fields are those of M3 CloudSuite, not the tenant’s own',
  },
  { program: 'CRS420MI', transaction: 'LstByActDate', inputs: ['ADAT'] },
  { program: 'CRS420MI', transaction: 'LstDetailMsg', inputs: ['DTID'] },
];
