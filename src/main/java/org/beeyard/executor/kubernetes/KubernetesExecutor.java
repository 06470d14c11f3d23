package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.executor.Executor;
import org.beeyard.job.Pools;
import org.beeyard.job.Queue.Claim;
import org.beeyard.job.Sighting;
import org.beeyard.protocol.InfraReason;
import org.beeyard.wire.FarmConfig;
import org.jboss.logging.Logger;

/** Attempts as Jobs of a cluster. The cluster places, isolates, limits and kills; what became of an attempt its agent says. */
@ApplicationScoped
class KubernetesExecutor implements Executor {

    private static final Logger log = Logger.getLogger(KubernetesExecutor.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** The Secret is made right after the Job: a pod that lacks it for longer will not get it. */
    private static final Duration SECRET_LATE = Duration.ofSeconds(60);

    /** A pod that waits without a reason has one that only its events tell. */
    private static final Duration SILENT = Duration.ofSeconds(30);

    /** After a look that nobody answered: to wait for no answer with each attempt would take a turn minutes. */
    private static final Duration UNASKED = Duration.ofSeconds(10);

    private static final Unanswered ANSWERED = new Unanswered(Instant.EPOCH, new Sighting.Unseen(""));

    private final KubernetesClient client;
    private final ClusterConfig config;
    private final Pools pools;
    private final JobShape shape;
    private final ClusterView view;
    private final LastWords words;
    private final Deletion deletion;
    private final Clock clock;
    private volatile Unanswered last = ANSWERED;

    KubernetesExecutor(KubernetesClient client, ClusterConfig config, Pools pools, Clock clock, FarmConfig farm) {
        this.client = client;
        this.config = config;
        this.pools = pools;
        this.clock = clock;
        this.shape = new JobShape(config, farm.instance());
        this.view = new ClusterView(client, config.namespace(), shape.labelsOfAll(), clock);
        this.words = new LastWords(client, config.namespace(), clock);
        this.deletion = new Deletion(client, config.namespace(), clock);
    }

    private record Unanswered(Instant at, Sighting.Unseen seen) {}

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public Launch launch(String pool, Claim claim) throws IOException {
        Job wanted = shape.job(pool, pools.named(pool).orElseThrow(), claim);
        try {
            Job made = client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(config.namespace())
                    .resource(wanted)
                    .create();
            token(made, claim);
            log.infof(
                    "attempt %d started as Job %s",
                    claim.attempt(), made.getMetadata().getName());
            return new Launch.Launched();
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case 409 ->
                    adopted(claim)
                            .orElseThrow(() -> new IOException("the cluster had a Job of the attempt, which is gone"));
                case 400, 404, 422 -> new Launch.Refused("The cluster refuses the Job: " + e.getMessage());
                case 403 -> new Launch.NoRoom("The cluster forbids the Job now: " + e.getMessage(), PAUSE);
                default -> troubled(claim, e);
            };
        }
    }

    /** The API server is in trouble, or who has a say in what it takes: an attempt that got no Job waits for the end of it. */
    private Launch troubled(Claim claim, KubernetesClientException e) throws IOException {
        try {
            return adopted(claim)
                    .orElseGet(() -> new Launch.NoRoom("The cluster takes no Jobs now: " + reason(e) + ".", PAUSE));
        } catch (KubernetesClientException unread) {
            throw new IOException("the cluster's API server: " + e.getMessage(), e);
        }
    }

    private void token(Job job, Claim claim) throws IOException {
        try {
            client.secrets()
                    .inNamespace(config.namespace())
                    .resource(shape.secret(job, claim))
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                // whatever the code: the Job is there, and begun anew when its pod is found to wait for the token
                throw new IOException("the Secret with the token cannot be made: " + e.getMessage(), e);
            }
        }
    }

    /** What a Job of the attempt that is there makes of a launch: ours, when it has our token; else one of two farms slept, it or this one. */
    private Optional<Launch> adopted(Claim claim) throws IOException {
        Optional<Job> there = job(claim.attempt());
        last = ANSWERED;
        if (there.isEmpty()) {
            return Optional.empty();
        }
        if (!JobShape.tokenLabel(claim)
                .equals(there.get().getMetadata().getLabels().get(JobShape.TOKEN))) {
            return Optional.of(new Launch.Taken());
        }
        token(there.get(), claim);
        return Optional.of(new Launch.Launched());
    }

    private Optional<Job> job(long attempt) {
        return Optional.ofNullable(client.batch()
                .v1()
                .jobs()
                .inNamespace(config.namespace())
                .withName(shape.name(attempt))
                .get());
    }

    @Override
    public Sighting look(long attempt) {
        Unanswered unanswered = last;
        if (recent(unanswered)) {
            return unanswered.seen();
        }
        try {
            Optional<Pod> pod = view.pod(attempt);
            // the two watches do not tell in order that a queue has suspended the Job and that its pod therefore goes
            Optional<Job> suspended = pod.filter(PodSight::leavesUnexplained)
                    .flatMap(_ -> job(attempt))
                    .filter(PodSight::suspended);
            if (pod.isPresent() && suspended.isEmpty()) {
                return ofPod(attempt, pod.get());
            }
            return suspended
                    .or(() -> view.job(attempt))
                    .or(() -> job(attempt))
                    .map(this::ofJob)
                    .orElseGet(() ->
                            new Sighting.Absent(InfraReason.POD_GONE, "The attempt's Job is gone; not by the farm."));
        } catch (KubernetesClientException e) {
            Sighting.Unseen unseen = new Sighting.Unseen("the cluster's API server cannot be asked: " + reason(e));
            if (e.getCode() <= 0) { // no HTTP status
                last = new Unanswered(clock.instant(), unseen);
            }
            return unseen;
        }
    }

    /** By a clock that may have been set back meanwhile. */
    private boolean recent(Unanswered unanswered) {
        return Duration.between(unanswered.at(), clock.instant()).abs().compareTo(UNASKED) < 0;
    }

    /** Where no server answered, the client tells what it asked, and its cause why there was no answer. */
    private static String reason(KubernetesClientException e) {
        String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        return String.valueOf(why).replaceAll("\\.+$", "");
    }

    private Sighting ofJob(Job job) {
        Sighting seen = PodSight.of(job);
        ObjectMeta meta = job.getMetadata();
        if (seen instanceof Sighting.Held(String said) && older(meta, SILENT)) {
            return new Sighting.Held(
                    said + words.ofQueue(meta.getUid()).map(why -> " " + why).orElse(""));
        }
        return seen instanceof Sighting.Waiting waiting ? explained(waiting, meta) : seen;
    }

    private Sighting ofPod(long attempt, Pod pod) {
        Sighting seen = PodSight.of(pod);
        return switch (seen) {
            case Sighting.Exited(String how) -> new Sighting.Exited(how + "; its last words: " + words.log(pod));
            case Sighting.Waiting waiting
            when waiting.reason() == InfraReason.REJECTED ->
                tokenless(attempt, pod).orElseGet(() -> explained(waiting, pod.getMetadata()));
            case Sighting.Waiting waiting
            when waiting.reason() == InfraReason.START_TIMEOUT -> explained(waiting, pod.getMetadata());
            case Sighting.Waiting _,
                    Sighting.Held _,
                    Sighting.Alive _,
                    Sighting.Unseen _,
                    Sighting.Absent _,
                    Sighting.Broken _ -> seen;
        };
    }

    /** A pod that got no token is removed: the farm died, or was refused, between the Job and its Secret. */
    private Optional<Sighting> tokenless(long attempt, Pod pod) {
        if (!older(pod.getMetadata(), SECRET_LATE)
                || client.secrets()
                                .inNamespace(config.namespace())
                                .withName(shape.secretName(pod))
                                .get()
                        != null) {
            return Optional.empty();
        }
        log.warnf("attempt %d has a pod and no token; it is begun anew", attempt);
        remove(attempt);
        return Optional.of(new Sighting.Absent(InfraReason.POD_GONE, "The attempt's pod had no token."));
    }

    /** With the cluster's own warning, when it has waited for long. */
    private Sighting explained(Sighting.Waiting waiting, ObjectMeta meta) {
        String said = waiting.words();
        return older(meta, SILENT)
                ? words.warning(meta.getUid())
                        .filter(warning -> !said.contains(warning))
                        .<Sighting>map(warning -> new Sighting.Waiting(
                                waiting.reason(), said + " " + warning, waiting.hopeless(), waiting.since()))
                        .orElse(waiting)
                : waiting;
    }

    private boolean older(ObjectMeta meta, Duration age) {
        return Instant.parse(meta.getCreationTimestamp()).plus(age).isBefore(clock.instant());
    }

    @Override
    public Map<Long, Instant> present() {
        if (recent(last)) {
            return Map.of();
        }
        try {
            return view.present();
        } catch (KubernetesClientException e) {
            log.warnf("the cluster cannot be listed: %s", e.getMessage());
            return Map.of();
        }
    }

    @Override
    public List<Told> told(long attempt) {
        if (recent(last)) {
            return List.of();
        }
        try {
            return view.pod(attempt)
                    .map(pod -> words.events(pod.getMetadata().getUid()))
                    .orElse(List.of());
        } catch (KubernetesClientException e) {
            return List.of(); // they are an extra
        }
    }

    @Override
    public void remove(long attempt) {
        if (recent(last)) {
            return; // it is found among what is present when that can be asked again
        }
        try {
            Optional<Job> job = job(attempt);
            job.ifPresent(deletion::delete);
            Optional<Pod> pod = view.pod(attempt);
            pod.ifPresent(deletion::forceWhenStuck);
            // One that somebody took from its Job, nobody else removes.
            pod.filter(p -> job.isEmpty() && p.getMetadata().getDeletionTimestamp() == null)
                    .ifPresent(p -> client.resource(p).delete());
        } catch (KubernetesClientException e) {
            log.warnf("attempt %d cannot be removed from the cluster: %s", attempt, e.getMessage());
        }
    }
}
