import { polynomial, relu, sign, linear } from '@gardner/activations'
import { clusterTransitions, kStepRsb, oneStepRsb, rs } from '@gardner/ansatze'
import { complete, problem, solving } from '@gardner/core'
import { binary, spherical } from '@gardner/weights'
import { appendFileSync } from 'node:fs'
let seed = Number(process.argv[2] ?? 1)
const rnd = () => { seed = (seed * 1664525 + 1013904223) % 4294967296; return seed / 4294967296 }
for (let i=0;i<5;i++) rnd()
// Hermite mixture: C = sum c_k q^k
const he: number[][] = [[1],[0,1]]
for (let n=1;n<7;n++){ const a=[0,...he[n]]; const b=he[n-1]; he.push(a.map((v,i)=>v-(i<b.length? n*b[i]:0))) }
const fact=[1,1,2,6,24,120,720]
const out = process.argv[3] as string
const end = Date.now() + Number(process.argv[4] ?? 300)*1000
while (Date.now() < end) {
  const kind = rnd()
  const c=[0,0,0,0,0,0,0]
  const picks = 1+Math.floor(rnd()*3)
  for (let j=0;j<picks;j++) { const even = kind<0.5; const k = even ? [2,4,6,3][Math.floor(rnd()*4)] : 1+Math.floor(rnd()*6); c[k]+=rnd() }
  const tot=c.reduce((a,b)=>a+b,0); for (let k=0;k<7;k++) c[k]/=tot
  if (c[1]>0.999) continue
  const coef=[0,0,0,0,0,0,0]
  for (let k=1;k<7;k++) he[k].forEach((v,i)=>{ coef[i]+=Math.sqrt(c[k]/fact[k])*v })
  const margin = rnd()<0.4?0:Math.round((rnd()*3.5-2.5)*10)/10
  const weights = rnd()<0.7? spherical: binary
  const u = rnd(), held = rnd()<0.35 ? Math.round(rnd()*90+5)/100 : undefined
  const t0=Date.now()
  let row: any = { c, margin, weights: weights.name, held }
  try {
    const base = problem({ activation: polynomial(coef), weights, margin })
    const tr = clusterTransitions(base)
    const low = Math.min(tr.instability.value, tr.kauzmann?.value ?? Infinity)
    const from = Number.isFinite(low)? low : 1
    const alpha = Number((from*(weights.kind==='sphere' ? 0.9+1.2*u : 0.9+0.5*u)).toPrecision(5))
    const ansatz = held===undefined? oneStepRsb : kStepRsb({steps:1, parisi:[held]})
    const { result } = complete(solving(base.at({alpha}), ansatz)) as any
    row = { ...row, alpha, kind: tr.kind, at_: tr.instability.value, birth: tr.birth?.value, ad: tr.dynamical?.value, ak: tr.kauzmann?.value, verdict: result.verdict, reason: result.reason, branch: result.branch }
    if (result.verdict==='converged') Object.assign(row, { q0: result.at.q0, q1: result.at.q1, m: result.at.m1, h0: result.at.qhat0, h1: result.at.qhat1, S: result.freeEntropy.value, dS: result.freeEntropy.error, r: result.replicon.value, inst: result.instabilities })
    const r = complete(solving(base.at({alpha}), rs)).result as any
    if (r.verdict==='converged') row.Srs = r.freeEntropy.value
  } catch (e) { row.error = String(e).slice(0,200) }
  row.ms = Date.now()-t0
  appendFileSync(out, JSON.stringify(row)+'\n')
}
