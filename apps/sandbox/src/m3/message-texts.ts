/**
 * M3's words for its messages, by language; &1 stands for what a message is about. English is M3's GB. The codes follow the
 * naming rule that `Nok` tells, the words are the sandbox's.
 */
const TEXTS: Readonly<Record<string, Readonly<{ GB: string; DE: string }>>> = {
  CPF9898: { GB: '&1', DE: '&1' },
  WAD0101: { GB: 'Address type &1 is not valid', DE: 'Adressart &1 ist ungültig' },
  WAI0101: { GB: 'Account identity &1 is not valid', DE: 'Kontoidentität &1 ist ungültig' },
  WAI0103: { GB: 'Account identity &1 does not exist', DE: 'Kontoidentität &1 ist nicht vorhanden' },
  WBA0103: { GB: 'Batch origin &1 does not exist', DE: 'Stapelursprung &1 ist nicht vorhanden' },
  WBK0101: { GB: 'Bank account type &1 is not valid', DE: 'Bankkontoart &1 ist ungültig' },
  WBN0102: { GB: 'Bank must be entered', DE: 'Bank muss eingegeben werden' },
  WBN0103: { GB: 'Bank &1 does not exist', DE: 'Bank &1 ist nicht vorhanden' },
  WCS0103: { GB: 'Country &1 does not exist', DE: 'Land &1 ist nicht vorhanden' },
  WCU0103: { GB: 'Currency &1 does not exist', DE: 'Währung &1 ist nicht vorhanden' },
  WDF0101: { GB: 'Date format &1 is not valid', DE: 'Datumsformat &1 ist ungültig' },
  WDI0103: { GB: 'Division &1 does not exist', DE: 'Division &1 ist nicht vorhanden' },
  WEC0103: { GB: 'State &1 does not exist', DE: 'Region &1 ist nicht vorhanden' },
  WFAC301: { GB: 'Facility &1 is not valid', DE: 'Betrieb &1 ist ungültig' },
  WFAC303: { GB: 'Facility &1 does not exist', DE: 'Betrieb &1 ist nicht vorhanden' },
  WIB0101: { GB: 'IBAN is not valid', DE: 'IBAN ist ungültig' },
  WIT0101: { GB: 'Item number &1 is not valid', DE: 'Artikelnummer &1 ist ungültig' },
  WIT0103: { GB: 'Item number &1 does not exist', DE: 'Artikelnummer &1 ist nicht vorhanden' },
  WLN0103: { GB: 'Language &1 does not exist', DE: 'Sprache &1 ist nicht vorhanden' },
  WMO0103: { GB: 'Delivery method &1 does not exist', DE: 'Lieferart &1 ist nicht vorhanden' },
  WMS3701: { GB: 'Message number &1 is not valid', DE: 'Nachrichtennummer &1 ist ungültig' },
  WMS3703: { GB: 'Message number &1 does not exist', DE: 'Nachrichtennummer &1 ist nicht vorhanden' },
  WPN0101: { GB: 'Order line &1 is not valid', DE: 'Bestellzeile &1 ist ungültig' },
  WPN0102: { GB: 'Order line must be entered', DE: 'Bestellzeile muss eingegeben werden' },
  WPN0103: { GB: 'Order line &1 does not exist', DE: 'Bestellzeile &1 ist nicht vorhanden' },
  WPN0104: { GB: 'Order line &1 already exists', DE: 'Bestellzeile &1 ist bereits vorhanden' },
  WPU0201: { GB: 'Purchase unit &1 is not valid', DE: 'Einkaufseinheit &1 ist ungültig' },
  WPU0801: { GB: 'Order number &1 is not valid', DE: 'Bestellnummer &1 ist ungültig' },
  WPU0802: { GB: 'Order number must be entered', DE: 'Bestellnummer muss eingegeben werden' },
  WPU0803: { GB: 'Order number &1 does not exist', DE: 'Bestellnummer &1 ist nicht vorhanden' },
  WPU0804: { GB: 'Order number &1 already exists', DE: 'Bestellnummer &1 ist bereits vorhanden' },
  WPY0103: { GB: 'Payment method &1 does not exist', DE: 'Zahlungsart &1 ist nicht vorhanden' },
  WST0101: { GB: 'Status &1 is not valid', DE: 'Status &1 ist ungültig' },
  WSU0101: { GB: 'Supplier &1 is not valid', DE: 'Lieferant &1 ist ungültig' },
  WSU0102: { GB: 'Supplier must be entered', DE: 'Lieferant muss eingegeben werden' },
  WSU0103: { GB: 'Supplier &1 does not exist', DE: 'Lieferant &1 ist nicht vorhanden' },
  WTE0103: { GB: 'Delivery terms &1 do not exist', DE: 'Lieferbedingungen &1 sind nicht vorhanden' },
  WTEP103: { GB: 'Payment terms &1 do not exist', DE: 'Zahlungsbedingungen &1 sind nicht vorhanden' },
  WTT0403: { GB: 'Order type &1 does not exist', DE: 'Bestellart &1 ist nicht vorhanden' },
  WUS0503: { GB: 'User &1 does not exist', DE: 'Benutzer &1 ist nicht vorhanden' },
  WVT0103: { GB: 'VAT code &1 does not exist', DE: 'MWSt-Code &1 ist nicht vorhanden' },
  WWH0101: { GB: 'Warehouse &1 is not valid', DE: 'Lager &1 ist ungültig' },
  WWH0103: { GB: 'Warehouse &1 does not exist', DE: 'Lager &1 ist nicht vorhanden' },
  XAU0008: { GB: 'You are not authorised for &1', DE: 'Keine Berechtigung für &1' },
  XDT0001: { GB: 'The date &1 is wrong', DE: 'Das Datum &1 ist falsch' },
  XIT0107: { GB: 'The status of item &1 does not permit this', DE: 'Status des Artikels &1 erlaubt dies nicht' },
  XNU0000: { GB: 'The number &1 is wrong', DE: 'Die Zahl &1 ist falsch' },
  XRE0103: { GB: 'The record does not exist', DE: 'Der Datensatz ist nicht vorhanden' },
  XRE0104: { GB: 'The record already exists', DE: 'Der Datensatz ist bereits vorhanden' },
};

/** The words of a message; in English where there are none in that language. */
export function findMessageText(id: string, language: string): string | undefined {
  const texts = TEXTS[id];
  return texts && (language === 'DE' ? texts.DE : texts.GB);
}
