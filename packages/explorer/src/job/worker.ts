// What runs in a worker of the page.
import { serve } from '@gardner/core/worker'
import { jobs } from './jobs.js'

serve(self, jobs)
