import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, type KafkaContext } from '@nestjs/microservices';
import { Receiver } from '@sluice/runtime/kafka/receiver';
import { CoupaFolds } from './coupa-folds.js';

/** What others ask of Coupa: to look at a document, to write something back, to go on after a doubt. */
@Controller()
export class CoupaConsumer {
  constructor(
    @Inject(Receiver) private readonly receiver: Receiver,
    @Inject(CoupaFolds) private readonly folds: CoupaFolds,
  ) {
    receiver.onUnreadable(folds.unreadable);
  }

  @EventPattern('coupa.notice.v1')
  notice(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('coupa.notice.v1', context, this.folds.notice);
  }

  @EventPattern('coupa.command.purchase-order.v1')
  command(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('coupa.command.purchase-order.v1', context, this.folds.command);
  }

  @EventPattern('operator.v1')
  operator(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('operator.v1', context, this.folds.operator);
  }
}
