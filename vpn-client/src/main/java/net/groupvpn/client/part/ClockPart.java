package net.groupvpn.client.part;

import net.groupvpn.client.device.LinuxBootClock;

/** Watches this machine's clock. */
public final class ClockPart implements Part {
  private final ClockWatch watch;

  private ClockPart(ClockWatch watch) {
    this.watch = watch;
  }

  /** Starts to watch it. */
  public static ClockPart start(
      ClientContext context, MembershipPart membership, EnginePart engine, Endpoints endpoints) {
    Runnable onStep =
        () ->
            engine
                .loop()
                .execute(
                    () ->
                        engine.room().onClockSet(endpoints, context.surroundings().ownEndpoint()));
    ClockWatch watch =
        new ClockWatch(
            membership.clock(), context.clock(), new LinuxBootClock(), context.notices(), onStep);
    watch.start();
    return new ClockPart(watch);
  }

  @Override
  public String name() {
    return "clock watch";
  }

  @Override
  public void end() {
    watch.close();
  }
}
