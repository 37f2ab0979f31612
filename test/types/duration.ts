/**
 * Compiled, never run: without `types/ms.d.ts` a Temporal duration is `any`, and `5 bananas` would pass for a time
 * limit. If that happens again, the expected error below is missing and the type check fails.
 */
import type { ActivityOptions } from '@temporalio/workflow';

export const right: ActivityOptions = { startToCloseTimeout: '5 minutes' };

// @ts-expect-error a duration needs a unit of time
export const wrong: ActivityOptions = { startToCloseTimeout: '5 bananas' };
