package mailserver.prove.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import mailserver.load.FakeTime;
import mailserver.load.Wait;
import mailserver.load.cluster.MailNode;

/** What is done to a cluster under load, and undone. */
enum ClusterFault {
    KILLED("a node is killed") {
        @Override
        void strike(Scene scene) throws IOException {
            MailNode victim = scene.victim();
            kill(scene, victim);
            if (scene.coin()) {
                scene.awaitTakeover(victim);
            }
            victim.start();
        }
    },
    STOPPED("a node sleeps (SIGSTOP) for longer than its lease") {
        @Override
        void strike(Scene scene) throws IOException {
            MailNode victim = scene.victim();
            scene.begins();
            victim.process().pause();
            scene.awaitTakeover(victim);
            victim.process().goOn();
        }
    },
    CUT("a node's network to the storage is cut for longer than its lease") {
        @Override
        void strike(Scene scene) throws IOException {
            MailNode victim = scene.victim();
            scene.begins();
            scene.rig().storageNetwork().cut(victim.machine());
            scene.awaitTakeover(victim);
            scene.must(!victim.isServing(), "a node without a lease says that it is ready");
            scene.mustGreet(2 * scene.rig().nodes().size());
            scene.rig().storageNetwork().join(victim.machine());
        }
    },
    BRICK("a brick is killed, and started again") {
        @Override
        void strike(Scene scene) throws IOException {
            int brick = scene.number(scene.volume().replicas());
            scene.begins();
            scene.volume().killBrick(brick);
            Wait.pause(scene.lease());
            scene.mustGreet(scene.rig().nodes().size());
            scene.volume().startBricks();
            scene.must(
                    Wait.atMost(
                            HEALING, Duration.ofSeconds(1), () -> scene.volume().unhealed() == 0),
                    "the copies of the volume do not heal");
        }
    },
    READ_ONLY("the volume is read-only for longer than a lease") {
        @Override
        void strike(Scene scene) throws IOException {
            scene.begins();
            scene.volume().set("features.read-only", "on");
            Wait.pause(scene.lease().multipliedBy(2));
            for (MailNode node : scene.rig().nodes()) {
                scene.must(
                        !node.isServing(),
                        "node " + node.name() + " says that it is ready while nothing can be written");
            }
            scene.begins();
            scene.volume().set("features.read-only", "off");
        }
    },
    CLOCK("a node's clock is an hour wrong, and another node is killed") {
        @Override
        void strike(Scene scene) throws IOException {
            MailNode victim = scene.victim();
            Map<String, String> wrong =
                    FakeTime.environment(scene.coin() ? "+3600s" : "-3600s").orElseThrow();
            scene.begins();
            victim.process().stop();
            victim.launch(wrong);
            scene.must(victim.awaitReady(), "a node with a wrong clock does not start");
            Wait.pause(scene.lease());
            MailNode dies = scene.coin() ? victim : scene.other();
            kill(scene, dies);
            scene.awaitTakeover(dies);
            scene.begins();
            victim.process().close();
            for (MailNode node : scene.rig().nodes()) {
                if (!node.process().isAlive()) {
                    node.start();
                }
            }
        }
    },
    ORDERLY("a node is stopped in order, with clients in the midst of messages") {
        @Override
        void strike(Scene scene) throws IOException {
            scene.begins();
            try (var clients = HalfWay.clients(
                    scene.rig().balancer(), 3 * scene.rig().nodes().size())) {
                Thread stopping = Thread.ofVirtual().start(() -> stop(scene));
                Wait.pause(Duration.ofSeconds(3));
                scene.mustGreet(2 * scene.rig().nodes().size());
                clients.goOn()
                        .forEach(answer ->
                                scene.must(answer.startsWith("250"), "a client within its grace was told " + answer));
                stopping.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            scene.victim().start();
        }
    };

    private static final Duration HEALING = Duration.ofSeconds(120);

    private final String text;

    ClusterFault(String text) {
        this.text = text;
    }

    abstract void strike(Scene scene) throws IOException;

    private static void kill(Scene scene, MailNode node) throws IOException {
        scene.begins();
        node.process().kill();
    }

    private static void stop(Scene scene) {
        try {
            scene.victim().command("stop");
        } catch (IOException e) {
            scene.must(false, "a stop fails: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
