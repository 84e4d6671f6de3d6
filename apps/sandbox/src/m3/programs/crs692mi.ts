import { defineProgram } from '../program.js';
import {
  addBankAccount,
  changeBankAccount,
  deleteBankAccount,
  getBankAccount,
  listBankAccounts,
  searchBankAccounts,
} from '../suppliers/bank-accounts.js';

export const crs692mi = defineProgram('CRS692MI', {
  AddBankAccount: addBankAccount,
  ChgBasicData: changeBankAccount,
  DelBankAccount: deleteBankAccount,
  GetBasicData: getBankAccount,
  LstByAccHolder: listBankAccounts,
  LstByAccHolder2: listBankAccounts,
  SearchBnkAcc: searchBankAccounts,
});
