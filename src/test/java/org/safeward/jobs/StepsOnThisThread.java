package org.safeward.jobs;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.safeward.beans.Beans;
import org.safeward.beans.CompiledClasses;
import org.safeward.engine.WorkStopped;
import org.safeward.jobs.record.JobKind;
import org.safeward.rest.Faults;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Stands for the batch runtime: runs the steps of a job's file one after the other on the thread that starts the job, which has ended when that returns. */
public final class StepsOnThisThread extends JobStarter {
    private static final Path JOBS = Path.of("src/main/resources/META-INF/batch-jobs");

    private final Beans beans;

    private StepsOnThisThread(Beans beans) {
        this.beans = beans;
    }

    /** Whoever tidies up after a job is told of its end. */
    public static Beans in(Beans beans) {
        return beans.with(JobStarter.class, new StepsOnThisThread(beans)).informing(JobCleanup.class);
    }

    @Override
    public LiveJob start(JobOpening.Opened opened, Object plan, Turn turn) {
        LiveJob job = ByHand.live(opened, plan);
        beans.get(LiveJobs.class).add(job);
        try {
            NodeList steps = steps(job.kind());
            for (int i = 0; i < steps.getLength(); i++) {
                Element step = (Element) steps.item(i);
                Element batchlet =
                        (Element) step.getElementsByTagName("batchlet").item(0);
                job.enter(step.getAttribute("id"));
                ((JobStep) beans.get(CompiledClasses.named(batchlet.getAttribute("ref")))).run(job);
                job.progress().finishStep();
            }
        } catch (WorkStopped e) {
            ByHand.stop(job);
        } catch (Exception e) {
            // What was interrupted by a stop fails in ways of its own.
            if (job.stopReason().isEmpty()) {
                job.failed(Faults.of(e));
            }
        }
        beans.get(EndJob.class).end(job);
        return job;
    }

    private static NodeList steps(JobKind kind) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(JOBS.resolve(kind.text() + ".xml").toFile())
                .getElementsByTagName("step");
    }
}
