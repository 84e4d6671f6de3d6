/** Messages of a partition that Kafka deleted before this app read them. */
export interface RetentionLoss {
  readonly topic: string;
  readonly partition: number;
  /** At most: the markers of transactions count as offsets, too. */
  readonly messages: bigint;
}

/**
 * How many messages lie, at most, between the next one to read and the oldest that there is. The last message read is
 * followed by the marker that ends its transaction: a gap of one is that marker, as every writer of Sluice uses transactions.
 */
export function countLost(next: bigint, oldest: bigint): bigint {
  const gap = oldest - next;
  return gap > 1n ? gap : 0n;
}

/** As an operator reads it. */
export const describeRetentionLoss = ({ topic, partition, messages }: RetentionLoss): string =>
  `Up to ${messages} messages of ${topic} (partition ${partition}) were deleted unread: this app was stopped for longer than ` +
  `Kafka keeps them. Compare the documents that changed in that time, have them decided again with ` +
  `\`sluice records retry\`, and lengthen the retention of the topic if it may happen again`;
