/** What metrics show of Redis: whether it answers. */
import type { Redis } from 'ioredis';
import type { Look } from '../../shared/metrics/page.ts';
import { gauge } from '../../shared/metrics/registry.ts';

const redisUp = gauge('redis_up', 'Whether Redis answered this process: 1 or 0.');

export const lookAtRedis = (redis: Redis): Look => ({
  async see() {
    await redis.ping();
    return () => redisUp.set(1);
  },
  lost: () => redisUp.set(0),
});
