import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Delete, Get, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { json } from '../http/answer.js';
import { M3World } from '../m3/m3-world.js';
import { Nok } from '../m3/nok.js';
import { fillSuppliers, SupplierFill } from '../m3/suppliers/fill-suppliers.js';
import { showSupplier } from '../m3/suppliers/show-supplier.js';
import type { Supplier } from '../m3/suppliers/supplier.js';
import { changeByPerson } from '../m3/suppliers/who-changes.js';
import { typeSupplier } from '../m3/suppliers/type-supplier.js';
import { removeSupplier } from '../m3/suppliers/write-supplier.js';
import { AdminRefusal, answerAdmin, readId, readObject } from './answer-admin.js';

/** What people do with suppliers in M3. */
@Controller('admin/m3/suppliers')
export class AdminM3SuppliersController {
  constructor(@Inject(M3World) private readonly m3: M3World) {}

  /** `cono` and `suno` narrow the list. Bank accounts stand in it in full, as M3 has them. */
  @Get()
  async list(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ query }) => {
      const isAsked = (name: string, value: string): boolean => [null, value].includes(query.get(name));
      const suppliers = this.m3.master.suppliers
        .all()
        .filter(({ cono, SUNO }) => isAsked('cono', String(cono)) && isAsked('suno', SUNO));
      return json(200, { suppliers: suppliers.map((supplier) => showSupplier(this.m3, supplier)) });
    });
  }

  @Post('fill')
  async fill(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) => {
      const fill = SupplierFill.parse(body);
      this.checkCompany(fill.cono);
      return json(
        200,
        refusing(() => fillSuppliers(this.m3, fill, changeByPerson(this.m3))),
      );
    });
  }

  /** A person types; with `stamp=none` the record changes as by an import that leaves the change fields as they were. */
  @Put(':cono/:suno')
  async type(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('cono') company: string,
    @Param('suno') SUNO: string,
  ): Promise<void> {
    await answerAdmin(request, response, ({ body, query }) => {
      const stamp = query.get('stamp');
      if (stamp !== null && stamp !== 'none') {
        throw new AdminRefusal(400, `stamp=${stamp}: a change leaves its stamp, or none with stamp=none.`);
      }
      const cono = this.checkCompany(readId(company));
      const change = changeByPerson(this.m3, { leavesNoStamp: stamp === 'none' });
      const typed = readObject(body);
      return json(
        200,
        refusing(() => showSupplier(this.m3, typeSupplier(this.m3, { cono, SUNO }, typed, change))),
      );
    });
  }

  /** Deleted, or merged into another: either way no list has it any more, and nothing tells of it. */
  @Delete(':cono/:suno')
  async remove(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('cono') company: string,
    @Param('suno') SUNO: string,
  ): Promise<void> {
    await answerAdmin(request, response, () => {
      const supplier = this.find(readId(company), SUNO);
      removeSupplier(this.m3, supplier.cono, SUNO);
      return json(200, { status: 'deleted' });
    });
  }

  private checkCompany(cono: number): number {
    if (this.m3.master.hasCompany(cono)) return cono;
    throw new AdminRefusal(404, `M3 has no company ${cono}.`);
  }

  private find(cono: number, SUNO: string): Supplier {
    const supplier = this.m3.master.suppliers.find(cono, SUNO);
    if (supplier) return supplier;
    throw new AdminRefusal(404, `Company ${cono} has no supplier ${SUNO}.`);
  }
}

/** What M3 refuses a person is the caller's mistake. */
function refusing(action: () => object): object {
  try {
    return action();
  } catch (error) {
    if (error instanceof Nok) throw new AdminRefusal(400, `${error.field}: ${error.message} (${error.code})`);
    throw error;
  }
}
