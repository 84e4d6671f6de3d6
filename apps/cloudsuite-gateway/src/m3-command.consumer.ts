import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, type KafkaContext } from '@nestjs/microservices';
import { Receiver } from '@sluice/runtime/kafka/receiver';
import { M3Folds } from './m3-folds.js';

/** What others ask of M3, and what people say about commands whose end only they can know. */
@Controller()
export class M3CommandConsumer {
  constructor(
    @Inject(Receiver) private readonly receiver: Receiver,
    @Inject(M3Folds) private readonly folds: M3Folds,
  ) {
    receiver.onUnreadable(folds.unreadable);
  }

  @EventPattern('m3.command.purchase-order.v1')
  purchaseOrder(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('m3.command.purchase-order.v1', context, this.folds.command);
  }

  @EventPattern('m3.command.supplier.v1')
  supplier(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('m3.command.supplier.v1', context, this.folds.command);
  }

  @EventPattern('operator.v1')
  operator(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('operator.v1', context, this.folds.operator);
  }
}
