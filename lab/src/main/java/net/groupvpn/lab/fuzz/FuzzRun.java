package net.groupvpn.lab.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;

/**
 * One run against one world. An exception of an honest node ends it, with a message that tells how
 * to repeat it.
 */
public final class FuzzRun {
  private static final int BATCH = 50;
  private static final Duration BATCH_TIME = Duration.ofMillis(100);
  private static final int CHECK_EVERY_BATCHES = 50;
  private static final int FRAME_ONE_IN = 20;
  private static final Duration RECOVERY = Duration.ofMinutes(3);
  private static final String GROUP = FuzzWorld.GROUP;

  /** Ends sessions and costs a handshake each time, so it must be rare. */
  private static final int CLOSE_ONE_IN = 50;

  private final Flavour flavour;
  private final long seed;
  private final Dice dice;
  private final FuzzWorld world;
  private final List<PatchedSecurity> patched = new ArrayList<>();
  private final List<MessageMaker> makers = new ArrayList<>();
  private final List<FrameMaker> frames = new ArrayList<>();
  private final Sender sender;
  private final Errands errands;
  private final Map<Delivery, Long> byDelivery = new EnumMap<>(Delivery.class);
  private final Map<MessageType, Long> byType = new TreeMap<>();
  private long sent;
  private String latest = "";

  /** Lets the world settle; nothing hostile is sent yet. */
  public FuzzRun(Flavour flavour, long seed) {
    this.flavour = flavour;
    this.seed = seed;
    dice = new Dice(seed);
    Mutator mutator = new Mutator(dice);
    List<Tap> taps = new ArrayList<>();
    world =
        new FuzzWorld(
            flavour,
            seed,
            () -> {
              Tap tap = new Tap(dice);
              taps.add(tap);
              patched.add(new PatchedSecurity(dice.randomId(), dice, tap, mutator));
              return patched.get(patched.size() - 1);
            });
    dice.setNodes(world.all().stream().map(OverlayNode::self).toList());
    for (int realm = 0; realm < patched.size(); realm++) {
      byte[] tag = realm == 0 ? Realm.privateTag(GROUP) : Realm.publicTag();
      FrameMaker frameMaker = new FrameMaker(dice, patched.get(realm), tag);
      PayloadMaker payloads = new PayloadMaker(dice, taps.get(realm), frameMaker);
      frames.add(frameMaker);
      makers.add(new MessageMaker(dice, taps.get(realm), mutator, payloads));
    }
    sender = new Sender(dice, world.network, world.hostile);
    errands = new Errands(world, dice);
  }

  /**
   * Sends this many messages.
   *
   * @param progress gets the number sent, now and then
   * @throws IllegalStateException with the seed and the latest message, if a node threw
   */
  public FuzzReport run(long messages, LongConsumer progress) {
    patched.forEach(security -> security.setChanging(true));
    try {
      for (long batch = 0; sent < messages; batch++) {
        world.hostile.host().command(this::sendBatch);
        world.network.runFor(BATCH_TIME);
        errands.run();
        if (batch % CHECK_EVERY_BATCHES == 0) {
          world.all().forEach(OverlayNode::verify);
          progress.accept(sent);
        }
      }
      patched.forEach(security -> security.setChanging(false));
      boolean alive = world.network.runUntil(() -> isWell() && newestList() > 0, RECOVERY);
      world.all().forEach(OverlayNode::verify);
      return new FuzzReport(sent, byDelivery, byType, errands.counters(), newestList(), alive);
    } catch (RuntimeException | StackOverflowError e) {
      throw new IllegalStateException(
          "%s, seed %d, message %d: a node threw; latest message %s"
              .formatted(flavour, seed, sent, latest),
          e);
    }
  }

  private void sendBatch() {
    for (int i = 0; i < BATCH; i++) {
      int realm = dice.below(world.hostile.nodes().size());
      OverlayNode node = world.hostile.nodes().get(realm);
      List<Session> sessions = node.sessions().all();
      if (sessions.isEmpty()) {
        reconnect(node, realm);
        return;
      }
      sendOne(node, realm, sessions);
    }
  }

  private void sendOne(OverlayNode node, int realm, List<Session> sessions) {
    Session to = dice.oneOf(sessions);
    Session relay = dice.oneOf(sessions);
    boolean isFrame = dice.oneIn(FRAME_ONE_IN);
    Delivery delivery = isFrame ? Delivery.FRAME : dice.oneOf(Sender.IN_SESSIONS);
    MessageType type = chooseType();
    byte[] bytes = isFrame ? frames.get(realm).make() : makers.get(realm).make(type, to.peer());
    latest = delivery + " " + HexFormat.of().formatHex(bytes);
    if (isFrame) {
      sender.sendFrame(node, to, relay, dice.oneOf(world.honest).host(), bytes);
    } else {
      sender.send(to, relay, delivery, bytes);
      byType.merge(type, 1L, Long::sum);
    }
    byDelivery.merge(delivery, 1L, Long::sum);
    sent++;
  }

  /** The content of ROUTED messages has many forms of its own. */
  private MessageType chooseType() {
    MessageType type = dice.oneIn(4) ? MessageType.ROUTED : dice.oneOf(MessageMaker.TYPES);
    boolean isTooOften = type == MessageType.CLOSE && !dice.oneIn(CLOSE_ONE_IN);
    return isTooOften ? MessageType.ROUTED : type;
  }

  private void reconnect(OverlayNode node, int realm) {
    for (FuzzMachine machine : world.honest) {
      node.connect(machine.nodes().get(realm).self());
      node.addSeed(machine.host().endpoint());
    }
  }

  private long newestList() {
    List<NewsDesk> honest = world.newsDesks.subList(0, world.honest.size());
    return honest.stream().allMatch(honest.get(0)::agreesWith) ? honest.get(0).number() : 0;
  }

  /** All honest nodes have joined, and each has sessions with the others. */
  private boolean isWell() {
    for (int realm = 0; realm < world.hostile.nodes().size(); realm++) {
      for (FuzzMachine machine : world.honest) {
        OverlayNode node = machine.nodes().get(realm);
        if (!node.isJoined() || !knowsAllHonest(node, realm)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean knowsAllHonest(OverlayNode node, int realm) {
    for (FuzzMachine machine : world.honest) {
      NodeId other = machine.nodes().get(realm).self();
      if (!other.equals(node.self()) && node.session(other) == null) {
        return false;
      }
    }
    return true;
  }
}
