import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, type KafkaContext } from '@nestjs/microservices';
import { Receiver } from '@sluice/runtime/kafka/receiver';
import { Redact } from './redact.js';
import { foldAudit } from './store/fold-audit.js';
import { foldDeadLetter } from './store/fold-dead-letter.js';
import { foldStatus } from './store/fold-status.js';

/** What the other apps say about documents, folded into what people see. */
@Controller()
export class HistoryConsumer {
  constructor(
    @Inject(Receiver) private readonly receiver: Receiver,
    @Inject(Redact) private readonly redact: Redact,
  ) {}

  @EventPattern('status.v1')
  status(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('status.v1', context, foldStatus);
  }

  @EventPattern('audit.v1')
  audit(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('audit.v1', context, (tx, received) => foldAudit(tx, received, this.redact));
  }

  @EventPattern('dead-letter.v1')
  deadLetter(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('dead-letter.v1', context, (tx, received) =>
      foldDeadLetter(tx, received, this.redact),
    );
  }
}
