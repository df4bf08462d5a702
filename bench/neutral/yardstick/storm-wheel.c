// one-level 1ms wheel (131072 slots) with chunked buckets + overflow level; AoS 16B record per node {due,end,state,last}
#include "storm-workload.h"
#define W 131072
#define MASK (W-1)
#ifndef CH
#define CH 16
#endif
enum{OFF=0,QD=1,ON=2};
static int32_t *pos,*pool,freeHead;static int64_t poolN,poolCap;
static int32_t opos[128];
static inline int32_t alloc_chunk(void){int32_t c=freeHead;if(c){freeHead=pool[c];return c;}c=poolN;poolN+=CH;if(poolN>poolCap){fprintf(stderr,"pool\n");exit(1);}return c;}
static inline void push(int32_t*slot,int32_t id){int32_t p=*slot;if((p&(CH-1))==0){int32_t c=alloc_chunk();pool[c]=p;p=c+1;}pool[p]=id;*slot=p+1;}
static inline void insert(int32_t now,int32_t t,int32_t id){if(t-now<W)push(&pos[t&MASK],id);else if(t<TEND+W)push(&opos[t>>17],id);}
typedef struct{int32_t due,end,st,last;}Rec;
int main(int argc,char**argv){
  int64_t N=atol(argv[1]);double wl=argc>2?atof(argv[2]):1e9;double t0=now_s();rseed(42);
  Rec*rec=calloc(N,sizeof(Rec));pos=calloc(W,4);poolCap=(N*5/4/(CH-1)+2*W+1000)*CH;pool=malloc(poolCap*4);poolN=CH;
  for(int64_t i=0;i<N;i++){int32_t t=(int32_t)(U()*900000)+1;rec[i].due=t;insert(0,t,i);}
  double t1=now_s();Stats s={0};s.join99=s.rec99=-1;s.minOnline=N;
  double C=N/1000.0,svc=1000.0/C,Q=5*C,nf=0;int64_t th=(int64_t)(0.99*N);int below=0;int32_t now;int64_t online=0;
  for(now=1;now<TEND;now++){
    if((now&MASK)==0){int32_t p=opos[now>>17];opos[now>>17]=0;while(p){int32_t c=(p-1)&~(CH-1);for(int i=c+1;i<p;i++){int32_t id=pool[i];push(&pos[rec[id].due&MASK],id);}p=pool[c];pool[c]=freeHead;freeHead=c;}}
    if(now==TSTORM){C=N/5000.0;svc=1000.0/C;Q=5*C;make_storm(N);}
    if(now>=TSTORM&&now<TSTORM+600000){int k=now-TSTORM;for(int j=stormStart[k];j<stormStart[k+1];j++){Rec*r=&rec[stormIds[j]];s.restarts++;if((r->st&3)==ON)online--;r->st=OFF;r->due=now+30000+(int32_t)(U()*90000);insert(now,r->due,stormIds[j]);}}
    int32_t p=pos[now&MASK];
    if(p){pos[now&MASK]=0;
    do{int32_t c=(p-1)&~(CH-1);
#ifdef PF
      {int32_t q=pool[c];if(q){for(int i=(q-1)&~(CH-1),k=i+1;k<q;k++)__builtin_prefetch(&rec[pool[k]],1);}}
#endif
      for(int i=c+1;i<p;i++){int32_t id=pool[i];Rec*r=&rec[id];if(r->due!=now){s.stale++;continue;}
        int st=r->st;
        if((st&3)==ON){
          if(r->end!=now){s.renewals++;r->last=now;int32_t nx=now+60000;if(nx>r->end)nx=r->end;r->due=nx;push(&pos[nx&MASK],id);}
          else{s.ends++;online--;r->st=OFF;r->due=now+5000+(int32_t)(U()*25000);push(&pos[r->due&MASK],id);}
        }else if((st&3)==OFF){
          s.attempts++;double bl=nf>now?(nf-now)/svc:0;
          if(bl>=Q){s.failed++;int k=(st>>2)+1;double cap=k>7?64000:1000*(1<<(k-1));if(cap>64000)cap=64000;r->st=k<<2;r->due=now+1+(int32_t)(U()*cap);push(&pos[r->due&MASK],id);}
          else{if(bl+1>s.peakQ)s.peakQ=bl+1;nf=(nf>now?nf:now)+svc;r->due=(int32_t)ceil(nf);r->st=QD;push(&pos[r->due&MASK],id);}
        }else{
          s.logins++;online++;r->st=ON;double e=-log(1-U())*10800000.0;int32_t en=now+1+(int32_t)(e>3e7?3e7:e);r->end=en;int32_t nx=now+60000;if(nx>en)nx=en;r->due=nx;push(&pos[nx&MASK],id);
        }}
      p=pool[c];pool[c]=freeHead;freeHead=c;
    }while(p);}
    if(s.join99<0&&online>=th)s.join99=now;
    if(now>=TSTORM){if(online<s.minOnline)s.minOnline=online;if(now>=TSTORM+100000){if(online<th&&s.rec99<0)below=1;if(below&&s.rec99<0&&online>=th)s.rec99=now;}}
    if((now&16383)==0&&now_s()-t1>wl)break;
  }
  s.online=online;report(argv[0],N,&s,t1-t0,now_s()-t1,now);return 0;}
