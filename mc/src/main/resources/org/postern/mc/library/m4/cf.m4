divert(-1)
# The head of Postern's macro library: read before an .mc file, it defines what an .mc file may use. The tail, output.m4, prints the
# configuration when the .mc ends. Written from sendmail's documented behaviour (cf.README, op guide); see docs/mc.md.
#
# Comments are switched off, as .mc files expect: text behind a number sign is expanded too. So no comment here may hold a
# quote by itself, or the name of a macro in front of a parenthesis.
changecom()
undefine(`format')
undefine(`hpux')
ifdef(`_CF_DIR_', `', `define(`_CF_DIR_', substr(__file__, 0, eval(len(__file__) - 8)))')

define(`_LIBRARY_VERSION_', `1')

include(_CF_DIR_`'m4/tools.m4)
include(_CF_DIR_`'m4/macros.m4)
include(_CF_DIR_`'m4/defaults.m4)

m4wrap(`include(_CF_DIR_`'m4/output.m4)')
divert(0)dnl
######################################################################
#####  Made by the macro library of Postern, version _LIBRARY_VERSION_. Change the .mc file, not this one.
######################################################################

