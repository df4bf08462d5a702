// d: lazily computed leases (no event per renewal); two-level wheel 1 ms x 1024 / 1.024 s x 14100; AoS 16 B
#include "storm-workload.h"
#define CH 16
enum{OFF=0,QD=1,ON=2};
static int32_t *pool,freeHead;static int64_t poolN,poolCap;
static int32_t l0[1024],l1[14400];
static inline int32_t alloc_chunk(void){int32_t c=freeHead;if(c){freeHead=pool[c];return c;}c=poolN;poolN+=CH;if(poolN>poolCap){fprintf(stderr,"pool\n");exit(1);}return c;}
static inline void push(int32_t*slot,int32_t id){int32_t p=*slot;if((p&(CH-1))==0){int32_t c=alloc_chunk();pool[c]=p;p=c+1;}pool[p]=id;*slot=p+1;}
static inline void insert(int32_t now,int32_t t,int32_t id){if((t>>10)==(now>>10))push(&l0[t&1023],id);else if(t<TEND)push(&l1[t>>10],id);}
typedef struct{int32_t due,start,st,x;}Rec;
static uint32_t series[14401];static int32_t phase[60];
int main(int argc,char**argv){
  int64_t N=atol(argv[1]);double t0=now_s();rseed(42);
  Rec*rec=calloc(N,sizeof(Rec));poolCap=(N*5/4/(CH-1)+20000)*CH;pool=malloc(poolCap*4);poolN=CH;
  for(int64_t i=0;i<N;i++){int32_t t=(int32_t)(U()*900000)+1;rec[i].due=t;insert(0,t,i);}
  double t1=now_s();Stats s={0};s.join99=s.rec99=-1;s.minOnline=N;
  double C=N/1000.0,svc=1000.0/C,Q=5*C,nf=0;int64_t th=(int64_t)(0.99*N);int below=0;int32_t now;int64_t online=0;int sec=0,nextSec=1000;
  for(now=1;now<TEND;now++){
    if((now&1023)==0){int32_t p=l1[now>>10];l1[now>>10]=0;while(p){int32_t c=(p-1)&~(CH-1);for(int i=c+1;i<p;i++){int32_t id=pool[i];if((rec[id].due>>10)==(now>>10))push(&l0[rec[id].due&1023],id);else s.stale++;}p=pool[c];pool[c]=freeHead;freeHead=c;}}
    if(now==nextSec){sec=now/1000;series[sec]=phase[sec%60];nextSec+=1000;}
    if(now==TSTORM){C=N/5000.0;svc=1000.0/C;Q=5*C;make_storm(N);}
    if(now>=TSTORM&&now<TSTORM+600000){int k=now-TSTORM;for(int j=stormStart[k];j<stormStart[k+1];j++){Rec*r=&rec[stormIds[j]];s.restarts++;if((r->st&3)==ON){online--;s.renewals+=(now-r->start)/60000;phase[(r->start/1000)%60]--;}r->st=OFF;r->due=now+30000+(int32_t)(U()*90000);insert(now,r->due,stormIds[j]);}}
    int32_t p=l0[now&1023];
    if(p){l0[now&1023]=0;
    do{int32_t c=(p-1)&~(CH-1);
      for(int i=c+1;i<p;i++){int32_t id=pool[i];Rec*r=&rec[id];if(r->due!=now){s.stale++;continue;}
        int st=r->st;
        if((st&3)==ON){s.ends++;online--;s.renewals+=(now-r->start-1)/60000;phase[(r->start/1000)%60]--;r->st=OFF;r->due=now+5000+(int32_t)(U()*25000);insert(now,r->due,id);}
        else if((st&3)==OFF){
          s.attempts++;double bl=nf>now?(nf-now)/svc:0;
          if(bl>=Q){s.failed++;int k=(st>>2)+1;double cap=k>7?64000:1000*(1<<(k-1));if(cap>64000)cap=64000;r->st=k<<2;r->due=now+1+(int32_t)(U()*cap);insert(now,r->due,id);}
          else{if(bl+1>s.peakQ)s.peakQ=bl+1;nf=(nf>now?nf:now)+svc;r->due=(int32_t)ceil(nf);r->st=QD;insert(now,r->due,id);}
        }else{
          s.logins++;online++;r->st=ON;r->start=now;phase[(now/1000)%60]++;double e=-log(1-U())*10800000.0;int32_t en=now+1+(int32_t)(e>3e7?3e7:e);r->due=en;insert(now,en,id);
        }}
      p=pool[c];pool[c]=freeHead;freeHead=c;
    }while(p);}
    if(s.join99<0&&online>=th)s.join99=now;
    if(now>=TSTORM){if(online<s.minOnline)s.minOnline=online;if(now>=TSTORM+100000){if(online<th&&s.rec99<0)below=1;if(below&&s.rec99<0&&online>=th)s.rec99=now;}}
  }
  for(int64_t i=0;i<N;i++)if((rec[i].st&3)==ON)s.renewals+=(TEND-1-rec[i].start)/60000;
  double w=now_s()-t1;uint64_t tot=0;for(int i=0;i<14400;i++)tot+=series[i];
  report(argv[0],N,&s,t1-t0,w,now);fprintf(stderr,"executed=%lu (%.2f M/s) renewals by per-second series=%lu\n",s.attempts+s.logins+s.ends+s.restarts,(s.attempts+s.logins+s.ends+s.restarts)/w/1e6,tot);return 0;}
