// What runs in a worker of Node, as worker.ts in one of a page.
import { parentPort } from 'node:worker_threads'
import { serve } from '@gardner/core/worker'
import { jobs } from '../../src/job/jobs.js'

serve(parentPort, jobs)
