package net.groupvpn.lab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A client changes its machine only through {@code MachineSetup}. */
@AnalyzeClasses(packages = "net.groupvpn.client", importOptions = DoNotIncludeTests.class)
class MachineChangesTest {
  private static final String CLIENT = "net.groupvpn.client.";

  @ArchTest
  static final ArchRule devicesAreChangedBehindMachineSetup =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLIENT + "os")
          .and()
          .doNotHaveFullyQualifiedName(CLIENT + "machine.LinuxSetup")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(CLIENT + "os.DeviceConfigurator");

  @ArchTest
  static final ArchRule rulesRoutesAndTablesAreChangedBehindMachineSetup =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLIENT + "os")
          .and()
          .doNotHaveFullyQualifiedName(CLIENT + "machine.LinuxSetup")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(CLIENT + "os.SystemConfigurator");

  @ArchTest
  static final ArchRule resolversAreChangedBehindMachineSetup =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(CLIENT + "resolver.ResolverChanges")
          .and()
          .doNotHaveFullyQualifiedName(CLIENT + "machine.LinuxSetup")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(CLIENT + "resolver.ResolverChanges");

  /**
   * Besides the classes that run commands for {@code MachineSetup}, one starts the client itself.
   */
  @ArchTest
  static final ArchRule nobodyElseStartsPrograms =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(CLIENT + "os.ProcessCommandRunner")
          .and()
          .doNotHaveFullyQualifiedName(CLIENT + "resolver.UndoGuard")
          .and()
          .doNotHaveFullyQualifiedName(CLIENT + "cli.DetachedClient")
          .and()
          .doNotHaveFullyQualifiedName(CLIENT + "gateway.NftMonitor")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessBuilder.class);
}
