import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, type KafkaContext } from '@nestjs/microservices';
import type { Domain } from '@sluice/reconciler/decision';
import { foldOperatorCommand } from '@sluice/reconciler/fold/fold-operator-command';
import { foldOutcome } from '@sluice/reconciler/fold/fold-outcome';
import { foldReplicaMessage } from '@sluice/reconciler/fold/fold-replica-message';
import { foldSnapshot } from '@sluice/reconciler/fold/fold-snapshot';
import { readSnapshot } from '@sluice/reconciler/fold/read-snapshot';
import { Receiver } from '@sluice/runtime/kafka/receiver';
import type { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import type { TopicName } from '@sluice/shared/topics';

/** Injection token of what is decided about purchase orders. */
export const PurchaseOrderDomain = Symbol('PurchaseOrderDomain');

/** All that the consumer below reads. */
export const consumes = [
  'coupa.purchase-order.v1',
  'm3.outcome.purchase-order.v1',
  'coupa.outcome.purchase-order.v1',
  'xref.supplier.v1',
  'mapping.v1',
  'operator.v1',
] as const satisfies TopicName[];

/** What is known about purchase orders changes here, and nowhere is anything decided: the loop does that. */
@Controller()
export class PurchaseOrderConsumer {
  constructor(
    @Inject(Receiver) private readonly receiver: Receiver,
    @Inject(PurchaseOrderDomain) private readonly domain: Domain<CoupaPurchaseOrder>,
  ) {}

  @EventPattern('coupa.purchase-order.v1')
  snapshot(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('coupa.purchase-order.v1', context, (tx, message) =>
      foldSnapshot(tx, readSnapshot('purchase-order', message)),
    );
  }

  @EventPattern('m3.outcome.purchase-order.v1')
  m3Outcome(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('m3.outcome.purchase-order.v1', context, (tx, { value, envelope }) =>
      foldOutcome(tx, value, this.domain, envelope),
    );
  }

  @EventPattern('coupa.outcome.purchase-order.v1')
  coupaOutcome(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('coupa.outcome.purchase-order.v1', context, (tx, { value, envelope }) =>
      foldOutcome(tx, value, this.domain, envelope),
    );
  }

  @EventPattern('xref.supplier.v1')
  supplier(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('xref.supplier.v1', context, foldReplicaMessage);
  }

  @EventPattern('mapping.v1')
  mapping(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('mapping.v1', context, foldReplicaMessage);
  }

  @EventPattern('operator.v1')
  operator(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('operator.v1', context, (tx, { value, envelope }) =>
      foldOperatorCommand(tx, value, this.domain, envelope),
    );
  }
}
