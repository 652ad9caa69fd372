// What runs in the threads of the command line.
import { parentPort } from 'node:worker_threads'
import { serve } from '@gardner/core/worker'
import { jobs } from './jobs.js'

serve(parentPort, jobs)
