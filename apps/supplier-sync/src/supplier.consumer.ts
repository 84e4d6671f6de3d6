import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, type KafkaContext } from '@nestjs/microservices';
import type { Domain } from '@sluice/reconciler/decision';
import { foldOperatorCommand } from '@sluice/reconciler/fold/fold-operator-command';
import { foldOutcome } from '@sluice/reconciler/fold/fold-outcome';
import { foldSnapshot } from '@sluice/reconciler/fold/fold-snapshot';
import { readSnapshot } from '@sluice/reconciler/fold/read-snapshot';
import { Receiver } from '@sluice/runtime/kafka/receiver';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { TopicName } from '@sluice/shared/topics';

/** Injection token of what is decided about suppliers. */
export const SupplierDomain = Symbol('SupplierDomain');

/** All that the consumer below reads. */
export const consumes = ['coupa.supplier.v1', 'm3.outcome.supplier.v1', 'operator.v1'] as const satisfies TopicName[];

/** What is known about suppliers changes here, and nowhere is anything decided: the loop does that. */
@Controller()
export class SupplierConsumer {
  constructor(
    @Inject(Receiver) private readonly receiver: Receiver,
    @Inject(SupplierDomain) private readonly domain: Domain<CoupaSupplier>,
  ) {}

  @EventPattern('coupa.supplier.v1')
  snapshot(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('coupa.supplier.v1', context, (tx, message) =>
      foldSnapshot(tx, readSnapshot('supplier', message)),
    );
  }

  @EventPattern('m3.outcome.supplier.v1')
  outcome(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('m3.outcome.supplier.v1', context, (tx, { value, envelope }) =>
      foldOutcome(tx, value, this.domain, envelope),
    );
  }

  @EventPattern('operator.v1')
  operator(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('operator.v1', context, (tx, { value, envelope }) =>
      foldOperatorCommand(tx, value, this.domain, envelope),
    );
  }
}
