import { joinUrl, type IonApiFile } from './ionapi-file.js';

/** Where M3's REST service answers behind the gateway; `path` such as `M3/m3api-rest` is a setting, as estates differ. */
export const m3BulkUrl = (file: Pick<IonApiFile, 'gatewayUrl' | 'tenant'>, path: string): string =>
  joinUrl(joinUrl(joinUrl(file.gatewayUrl, encodeURIComponent(file.tenant)), path), 'v2/execute');
